using System.Buffers.Binary;
using System.Text;
using Uploading = LstmService.Api.Tests.Series.Requests;

namespace LstmService.Api.Tests.Security;

/// <summary>
/// Parquet files of a few bytes that claim depths and lengths without end. Were one of them believed, the stack would end and with
/// it the process, or all memory be taken.
/// </summary>
public sealed class HostileParquetTests
{
    private const int Deep = 100_000, Integer = 5, Long = 6, Text = 8, List = 9, Structure = 12;

    private static readonly byte[] Values = [.. Enumerable.Range(1, 3).SelectMany(value => BitConverter.GetBytes((double)value))];

    [Fact]
    public async Task What_is_well_is_read() =>
        Assert.Equal([1.0, 2, 3], Uploading.Taken(await ReadAsync(OneColumn([.. Page(24, 24, 3), .. Values]))).Series[0].Values);

    [Fact]
    public async Task A_schema_is_no_deeper_than_a_table_needs() => await AssertRefusedAsync(
        File(Footer([Group("root", 1), .. Enumerable.Repeat(Group("a", 1), Deep), Column("v")], [])), "nested deeper than 16");

    [Fact]
    public async Task What_is_skipped_is_no_deeper_either()
    {
        byte[] footer = Footer([Group("root", 1), Column("v")], []);
        byte[] lists = [List, .. Number(99), .. Enumerable.Repeat((byte)(0x10 | List), Deep), Integer];
        byte[] structures = [Structure, .. Number(99), .. Enumerable.Repeat((byte)(0x10 | Structure), Deep), .. new byte[Deep + 1]];
        foreach (byte[] deep in (byte[][])[lists, structures]) await AssertRefusedAsync(File([.. footer[..^1], .. deep, 0]), "nested deeper than 32");
        await AssertRefusedAsync(OneColumn([.. Page(24, 24, 3)[..^1], .. lists, 0, .. Values]), "nested deeper than 32");
    }

    [Fact]
    public async Task No_length_goes_beyond_the_file()
    {
        byte[] none = [List, .. Number(99), 0xF0 | 1, .. Variable(int.MaxValue), 0]; // booleans, which no byte stands for where they are members
        await AssertRefusedAsync(File([.. Footer([Group("root", 1), Column("v")], [])[..^1], .. none]), "more than there is");
        await AssertRefusedAsync(File(Struct((1, Integer, Number(1)), (6, Text, Variable(int.MaxValue)))), "more than there is");
        await AssertRefusedAsync(OneColumn([.. Page(int.MaxValue, 24, 3), .. Values]), "a page must lie within the file");
        await AssertRefusedAsync(OneColumn([.. Page(24, int.MaxValue, 3), .. Values]), "a page must lie within the file");
        await AssertRefusedAsync(OneColumn([.. Page(24, 24, 3), .. Values], start: 1 << 30), "begins outside of the file");
        await AssertRefusedAsync(OneColumn([.. Page(24, 24, 3), .. Values], values: long.MaxValue), "cannot be read|can be read");
    }

    [Fact]
    public async Task Columns_do_not_lie_one_over_the_other() =>
        await AssertRefusedAsync(OneColumn([.. Page(24, 24, 3), .. Values], columns: 2), "one over the other");

    private static async Task AssertRefusedAsync(byte[] file, string reason) => Assert.Matches(reason, Uploading.Errors((await ReadAsync(file)).Refusal)[0].Detail);

    private static Task<LstmService.Api.Series.UploadResult> ReadAsync(byte[] file) => Uploading.Read(file, "application/vnd.apache.parquet");

    /// <summary>A row group of columns of three numbers, all of them in the same pages.</summary>
    private static byte[] OneColumn(byte[] pages, long start = 4, long values = 3, int columns = 1)
    {
        string[] names = [.. Enumerable.Range(0, columns).Select(column => $"v{column}")];
        byte[] groups = Struct((1, List, ListOf(Structure, [.. names.Select(name => Struct((2, Long, Number(4)), (3, Structure, Chunk(name, start, values))))])), (2, Long, Number(100)), (3, Long, Number(3)));
        return File(Footer([Group("root", columns), .. names.Select(Column)], [groups], rows: 3), pages);
    }

    private static byte[] Chunk(string name, long start, long values) => Struct(
        (1, Integer, Number(5)), (2, List, ListOf(Integer, [Number(0)])), (3, List, ListOf(Text, [Name(name)])), (4, Integer, Number(0)),
        (5, Long, Number(values)), (6, Long, Number(100)), (7, Long, Number(100)), (9, Long, Number(start)));

    private static byte[] Page(long unfolded, long folded, long values) => Struct(
        (1, Integer, Number(0)), (2, Integer, Number(unfolded)), (3, Integer, Number(folded)),
        (5, Structure, Struct((1, Integer, Number(values)), (2, Integer, Number(0)), (3, Integer, Number(3)), (4, Integer, Number(3)))));

    private static byte[] Footer(byte[][] schema, byte[][] groups, long rows = 0) =>
        Struct((1, Integer, Number(1)), (2, List, ListOf(Structure, schema)), (3, Long, Number(rows)), (4, List, ListOf(Structure, groups)));

    private static byte[] Group(string name, int children) => Struct((4, Text, Name(name)), (5, Integer, Number(children)));

    private static byte[] Column(string name) => Struct((1, Integer, Number(5)), (3, Integer, Number(0)), (4, Text, Name(name)));

    private static byte[] File(byte[] footer, byte[]? pages = null)
    {
        byte[] length = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, footer.Length);
        return [.. "PAR1"u8, .. pages ?? [], .. footer, .. length, .. "PAR1"u8];
    }

    // Thrift's compact protocol
    private static byte[] Struct(params (int Id, int Type, byte[] Value)[] fields)
    {
        List<byte> bytes = [];
        int before = 0;
        foreach ((int id, int type, byte[] value) in fields)
        {
            bytes.Add((byte)(((id - before) << 4) | type));
            bytes.AddRange(value);
            before = id;
        }
        return [.. bytes, 0];
    }

    private static byte[] ListOf(int type, byte[][] items) =>
        [.. items.Length < 15 ? [(byte)((items.Length << 4) | type)] : (byte[])[(byte)(0xF0 | type), .. Variable((ulong)items.Length)], .. items.SelectMany(item => item)];

    private static byte[] Name(string text) => [.. Variable((ulong)text.Length), .. Encoding.ASCII.GetBytes(text)];

    private static byte[] Number(long value) => Variable((ulong)((value << 1) ^ (value >> 63)));

    private static byte[] Variable(ulong value)
    {
        List<byte> bytes = [];
        for (; value > 127; value >>= 7) bytes.Add((byte)((value & 127) | 128));
        return [.. bytes, (byte)value];
    }
}
