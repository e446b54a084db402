using System.Globalization;
using System.Text;
using Parquet;
using Parquet.Schema;

namespace LstmService.Api.Series.Parquet;

/// <summary>The values of one column in one row group, to be written as text.</summary>
internal interface IParquetColumn
{
    /// <summary>Writes the value of a row, nothing for a null; its length.</summary>
    int Write(int row, ref byte[] into);
}

/// <summary>Reads columns by their type.</summary>
internal static class ParquetColumn
{
    public const int UsualLength = 64;

    /// <summary>The first <paramref name="kept"/> of a column's rows; null where its type is none that a series has.</summary>
    public static IParquetColumn? Read(ParquetRowGroupReader group, DataField field, int rows, int kept) => field.ClrType switch
    {
        var t when t == typeof(double) => Numbers<double>(group, field, rows, kept),
        var t when t == typeof(float) => Numbers<float>(group, field, rows, kept),
        var t when t == typeof(long) => Numbers<long>(group, field, rows, kept),
        var t when t == typeof(int) => Numbers<int>(group, field, rows, kept),
        var t when t == typeof(short) => Numbers<short>(group, field, rows, kept),
        var t when t == typeof(sbyte) => Numbers<sbyte>(group, field, rows, kept),
        var t when t == typeof(ulong) => Numbers<ulong>(group, field, rows, kept),
        var t when t == typeof(uint) => Numbers<uint>(group, field, rows, kept),
        var t when t == typeof(ushort) => Numbers<ushort>(group, field, rows, kept),
        var t when t == typeof(byte) => Numbers<byte>(group, field, rows, kept),
        var t when t == typeof(decimal) => Numbers<decimal>(group, field, rows, kept),
        var t when t == typeof(bool) => new Flags(Values<bool>(group, field, rows, kept)),
        var t when t == typeof(DateTime) => new Times(Values<DateTime>(group, field, rows, kept)),
        var t when t == typeof(DateOnly) => new Formatted<DateOnly>(Values<DateOnly>(group, field, rows, kept), "yyyy-MM-dd"),
        var t when t == typeof(string) || t == typeof(ReadOnlyMemory<char>) => new Texts(Strings(group, field, rows, kept)),
        _ => null,
    };

    private static Formatted<T> Numbers<T>(ParquetRowGroupReader group, DataField field, int rows, int kept)
        where T : struct, IUtf8SpanFormattable => new(Values<T>(group, field, rows, kept), default);

    // the stream never waits, so neither do the tasks
    private static T?[] Values<T>(ParquetRowGroupReader group, DataField field, int rows, int kept)
        where T : struct
    {
        if (field.IsNullable)
        {
            T?[] values = new T?[rows];
            group.ReadAsync<T>(field, values.AsMemory()).AsTask().GetAwaiter().GetResult();
            return First(values, kept);
        }
        T[] plain = new T[rows];
        group.ReadAsync<T>(field, plain.AsMemory()).AsTask().GetAwaiter().GetResult();
        return Array.ConvertAll(First(plain, kept), value => (T?)value);
    }

    private static string?[] Strings(ParquetRowGroupReader group, DataField field, int rows, int kept)
    {
        string?[] values = new string?[rows];
        group.ReadAsync(field, values.AsMemory()).AsTask().GetAwaiter().GetResult();
        return First(values, kept);
    }

    private static T[] First<T>(T[] values, int count) => count == values.Length ? values : values[..count];

    private sealed class Formatted<T>(T?[] values, string? format) : IParquetColumn
        where T : struct, IUtf8SpanFormattable
    {
        public int Write(int row, ref byte[] into) =>
            values[row] is { } value && value.TryFormat(into, out int length, format, CultureInfo.InvariantCulture) ? length : 0;
    }

    /// <summary>Yes and no as 1 and 0, as JSON's covariates have them.</summary>
    private sealed class Flags(bool?[] values) : IParquetColumn
    {
        public int Write(int row, ref byte[] into)
        {
            if (values[row] is not { } flag) return 0;
            into[0] = (byte)(flag ? '1' : '0');
            return 1;
        }
    }

    private sealed class Times(DateTime?[] values) : IParquetColumn
    {
        public int Write(int row, ref byte[] into)
        {
            if (values[row] is not { } time) return 0;
            string format = time.Kind == DateTimeKind.Utc ? "yyyy-MM-ddTHH:mm:ssZ" : "yyyy-MM-ddTHH:mm:ss";
            return time.TryFormat(into, out int length, format, CultureInfo.InvariantCulture) ? length : 0;
        }
    }

    private sealed class Texts(string?[] values) : IParquetColumn
    {
        public int Write(int row, ref byte[] into)
        {
            if (values[row] is not { } text) return 0;
            int most = Encoding.UTF8.GetMaxByteCount(text.Length);
            if (most > into.Length) into = new byte[most];
            return Encoding.UTF8.GetBytes(text, into);
        }
    }
}
