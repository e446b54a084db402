using LstmService.Api.Series.Bodies;
using LstmService.Api.Series.Csv;
using Parquet;
using Parquet.Schema;

namespace LstmService.Api.Series.Parquet;

/// <summary>A Parquet file that is broken, or more than is read.</summary>
internal sealed class ParquetRefusedException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>The rows of a Parquet file, one row group in memory at a time.</summary>
internal sealed class ParquetRecords : IRecords
{
    private const int BytesOfValue = 64; // in memory, with what the library holds beside it

    /// <summary>A row group is in memory as a whole.</summary>
    private static readonly long MostValuesOfGroup = Math.Clamp(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 2 / BytesOfValue, 4_000_000, 32_000_000);

    private readonly ParquetReader reader;
    private readonly DataField[] fields;
    private readonly IReadOnlySet<int>? wanted;
    private readonly IParquetColumn?[] columns;
    private readonly byte[][] texts;
    private int group = -1, inGroup, groupRows;

    private ParquetRecords(ParquetReader reader, IReadOnlySet<int>? wanted)
    {
        this.reader = reader;
        this.wanted = wanted;
        fields = [.. reader.Schema.Fields.OfType<DataField>().Where(f => !f.IsArray)];
        columns = new IParquetColumn?[fields.Length];
        texts = new byte[fields.Length][];
    }

    public string[] Names => [.. fields.Select(f => f.Name)];

    public int Row { get; private set; }

    public int FieldCount => fields.Length;

    /// <summary>Opens a file for the columns of those numbers; for the first rows of all of each group where they are null.</summary>
    /// <exception cref="ParquetRefusedException">It is no Parquet file, or too large.</exception>
    public static ParquetRecords Open(Spool file, UploadLimits limits, IReadOnlySet<int>? wanted) => Guard(() =>
    {
        // the stream never waits, so neither does the task
        ParquetReader reader = ParquetReader.CreateAsync(ParquetShape.Open(file, limits), new ParquetOptions { TreatByteArrayAsString = true }).GetAwaiter().GetResult();
        ParquetRecords records = new(reader, wanted);
        long rows = 0;
        for (int i = 0; i < reader.RowGroupCount; i++)
        {
            using ParquetRowGroupReader group = reader.OpenRowGroupReader(i);
            if (group.RowCount < 0 || group.RowCount > MostValuesOfGroup / Math.Max(1, wanted?.Count ?? 1))
                throw new ParquetRefusedException($"a row group must hold at most {MostValuesOfGroup} values, number {i + 1} says {group.RowCount} rows: write smaller row groups");
            rows += group.RowCount;
        }
        return rows <= limits.MaxPoints ? records : throw new ParquetRefusedException($"an upload must hold at most {limits.MaxPoints} values, here are {rows} rows");
    });

    public bool Read()
    {
        while (++inGroup >= groupRows)
        {
            if (++group >= reader.RowGroupCount) return false;
            LoadGroup();
            inGroup = -1;
        }
        Row++;
        return true;
    }

    public ReadOnlySpan<byte> Field(int index)
    {
        if (columns[index] is not { } column) return [];
        int length = column.Write(inGroup, ref texts[index]);
        return texts[index].AsSpan(0, length);
    }

    public void Dispose() => reader.DisposeAsync().AsTask().GetAwaiter().GetResult();

    private void LoadGroup() => Guard(() =>
    {
        using ParquetRowGroupReader rows = reader.OpenRowGroupReader(group);
        int held = (int)rows.RowCount;
        groupRows = wanted is null ? Math.Min(held, CsvHeader.SampleRows) : held; // of all columns together a sample, or a small file may fill the memory
        for (int i = 0; i < fields.Length; i++)
        {
            if (wanted?.Contains(i) == false) continue;
            columns[i] = ParquetColumn.Read(rows, fields[i], held, groupRows);
            texts[i] = new byte[ParquetColumn.UsualLength];
        }
        return true;
    });

    /// <summary>The library throws whatever its decoders run into: of a file that anybody may have made, everything is expected.</summary>
    private static T Guard<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (OutOfMemoryException large)
        {
            throw new ParquetRefusedException("a row group of the file takes more memory than there is: write smaller row groups", large);
        }
        catch (Exception broken) when (broken is not ParquetRefusedException)
        {
            throw new ParquetRefusedException("the file is no Parquet that can be read: write it again, best with plain columns of times, text and numbers", broken);
        }
    }
}
