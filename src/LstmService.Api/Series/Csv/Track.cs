using System.Text;
using LstmService.Api.Series.Columns;

namespace LstmService.Api.Series.Csv;

/// <summary>One series while a table is read.</summary>
internal abstract class Track(string id, CsvColumn column, CsvCovariates beside)
{
    public string Id { get; } = id;
    /// <summary>Where its values stand.</summary>
    public CsvColumn Column { get; } = column;
    public CsvCovariates Beside { get; } = beside;

    /// <summary>Points that were read.</summary>
    public abstract int Count { get; }

    /// <summary>Shows the codes of its times in blocks.</summary>
    public abstract void VisitCodes(BlockVisitor<long> visit);

    /// <summary>The codes and values of the points that are kept.</summary>
    public abstract (long[] Codes, double[] Values) Read(PointSelection kept);
}

/// <summary>A series of a long table: time and value of a point lie beside each other, for the next point is mostly another series'.</summary>
internal sealed class LongTrack(string id, CsvColumn column, CsvCovariates beside, Column<LongTrack.Point> points) : Track(id, column, beside)
{
    internal readonly record struct Point(long Code, double Value);

    public byte[] Utf8Id { get; } = Encoding.UTF8.GetBytes(id);
    /// <summary>The track, maybe itself, whose row followed one of its own last time.</summary>
    public LongTrack? Next { get; set; }

    public override int Count => points.Count;

    public void Add(long code, double value) => points.Add(new(code, value));

    public override void VisitCodes(BlockVisitor<long> visit)
    {
        long[] codes = new long[Math.Min(Column<Point>.BlockLength, Count)];
        points.Visit((start, block) =>
        {
            for (int i = 0; i < block.Length; i++) codes[i] = block[i].Code;
            visit(start, codes.AsSpan(0, block.Length));
        });
    }

    public override (long[] Codes, double[] Values) Read(PointSelection kept)
    {
        long[] codes = GC.AllocateUninitializedArray<long>(kept.Count);
        double[] values = GC.AllocateUninitializedArray<double>(kept.Count);
        int at = 0;
        points.Visit((start, block) =>
        {
            for (int i = 0; i < block.Length; i++)
                if (kept.Holds(start + i)) (codes[at], values[at++]) = (block[i].Code, block[i].Value);
        });
        return (codes, values);
    }
}

/// <summary>A series of a wide table, whose rows hold one time for all.</summary>
internal sealed class WideTrack(string id, CsvColumn column, CsvCovariates beside, Column<long> codes, Column<double> values) : Track(id, column, beside)
{
    public override int Count => values.Count;

    public void Add(double value) => values.Add(value);

    public override void VisitCodes(BlockVisitor<long> visit) => codes.Visit(visit);

    public override (long[] Codes, double[] Values) Read(PointSelection kept) => (kept.Of<long>(codes.Visit), kept.Of<double>(values.Visit));
}
