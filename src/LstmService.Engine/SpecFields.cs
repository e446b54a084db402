namespace LstmService.Engine;

/// <summary>
/// The choices of a <see cref="NetworkSpec"/> in a weights file: each has a number for ever and is written where it is not
/// the default, so that a new choice is a new line here and older files stay as they are.
/// </summary>
internal static class SpecFields
{
    // Most numbers of one field: a bound for a file that lies.
    private const int MostNumbers = 256;

    private static readonly Field[] s_fields =
    [
        new(1, spec => [(int)spec.Summary], (spec, read) => spec with { Summary = (Summary)read.Whole() }),
        new(2, spec => [(int)spec.Cell], (spec, read) => spec with { Cell = (Cell)read.Whole() }),
        new(3, spec => [spec.Bidirectional ? 1 : 0], (spec, read) => spec with { Bidirectional = read.Whole() != 0 }),
        new(4, spec => [spec.Residual ? 1 : 0], (spec, read) => spec with { Residual = read.Whole() != 0 }),
        new(5, spec => [.. spec.Dilations], (spec, read) => spec with { Dilations = read.Wholes() }),
        new(6, spec => [spec.Dropout], (spec, read) => spec with { Dropout = read.Number() }),
        new(7, spec => [spec.RecurrentDropout], (spec, read) => spec with { RecurrentDropout = read.Number() }),
        new(8, spec => EmbeddingNumbers(spec.Embeddings), (spec, read) => spec with { Embeddings = ReadEmbeddings(read) }),
        new(9, spec => spec.Decoder is { } d ? [d.Steps, d.InputSize, d.Attention, .. EmbeddingNumbers(d.Embeddings)] : [],
            (spec, read) => spec with { Decoder = ReadDecoder(read) }),
    ];

    /// <summary>The fields that differ from the defaults, in a fixed order.</summary>
    public static IReadOnlyList<(int Id, double[] Numbers)> Of(NetworkSpec spec)
    {
        var defaults = new NetworkSpec();
        return
        [
            .. s_fields.Where(field => !field.Get(spec).SequenceEqual(field.Get(defaults)))
                .Select(field => (field.Id, field.Get(spec))),
        ];
    }

    /// <summary>The spec with one field read; the result is still to be validated.</summary>
    /// <exception cref="InvalidWeightsException">
    /// This version has no such field, or its numbers are not what it holds.
    /// </exception>
    public static NetworkSpec With(NetworkSpec spec, int id, int count, Func<double> next)
    {
        Field field = s_fields.FirstOrDefault(f => f.Id == id)
            ?? throw new InvalidWeightsException($"the weights file has the field {id}, which this program does not know");
        if (count is < 0 or > MostNumbers)
            throw new InvalidWeightsException($"the field {id} must have 0..{MostNumbers} numbers, was {count}");
        var numbers = new double[count];
        for (int i = 0; i < count; i++)
            numbers[i] = next();
        var reading = new Reading(id, numbers);
        spec = field.Set(spec, reading);
        return reading.AtEnd ? spec : throw new InvalidWeightsException($"the field {id} has too many numbers, was {count}");
    }

    private static double[] EmbeddingNumbers(ValueList<EmbeddingSpec> embeddings) =>
        [.. embeddings.SelectMany(e => (double[])[e.Column, e.Categories, e.Size])];

    private static ValueList<EmbeddingSpec> ReadEmbeddings(Reading read)
    {
        var embeddings = new List<EmbeddingSpec>();
        while (!read.AtEnd)
            embeddings.Add(new(read.Whole(), read.Whole(), read.Whole()));
        return [.. embeddings];
    }

    private static DecoderSpec ReadDecoder(Reading read) => new()
    {
        Steps = read.Whole(),
        InputSize = read.Whole(),
        Attention = read.Whole(),
        Embeddings = ReadEmbeddings(read),
    };

    private sealed record Field(
        int Id, Func<NetworkSpec, double[]> Get, Func<NetworkSpec, Reading, NetworkSpec> Set);

    /// <summary>The numbers of a field, one after the other.</summary>
    private sealed class Reading(int id, double[] numbers)
    {
        private int _next;

        public bool AtEnd => _next == numbers.Length;

        public double Number() => _next < numbers.Length
            ? numbers[_next++]
            : throw new InvalidWeightsException($"the field {id} has too few numbers, was {numbers.Length}");

        public ValueList<int> Wholes()
        {
            var wholes = new int[numbers.Length - _next];
            for (int i = 0; i < wholes.Length; i++)
                wholes[i] = Whole();
            return [.. wholes];
        }

        public int Whole()
        {
            double number = Number();
            return number == Math.Floor(number) && Math.Abs(number) <= int.MaxValue
                ? (int)number
                : throw new InvalidWeightsException($"the field {id} must hold whole numbers, was {number}");
        }
    }
}
