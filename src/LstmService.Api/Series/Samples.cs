using System.Diagnostics.CodeAnalysis;
using LstmService.Api.Problems;
using LstmService.Api.Series.Bodies;
using LstmService.Api.Series.Columns;
using LstmService.Api.Series.Csv;
using LstmService.Forecasting.Data;
using LstmService.Forecasting.Time;

namespace LstmService.Api.Series;

/// <summary>
/// The series that come with the service. <c>air-passengers</c>: monthly totals of international airline passengers in
/// thousands, 1949 to 1960 (Box and Jenkins, Time Series Analysis, 1976, series G), in the public domain.
/// </summary>
public static class Samples
{
    private const string Passengers = "air-passengers";

    private static readonly Lazy<TrainUpload> PassengersUpload = new(ReadPassengers);

    /// <summary>The names that <see cref="TryGet"/> knows.</summary>
    public static IReadOnlyList<string> Names { get; } = [Passengers];

    /// <summary>The sample of that name, with the model's name and the frequency that go with it; false where there is none.</summary>
    public static bool TryGet(string name, [NotNullWhen(true)] out TrainUpload? upload)
    {
        upload = name == Passengers ? PassengersUpload.Value : null;
        return upload is not null;
    }

    private static TrainUpload ReadPassengers()
    {
        using Stream resource = typeof(Samples).Assembly.GetManifestResourceStream($"LstmService.Api.Series.Samples.{Passengers}.csv")
            ?? throw new InvalidOperationException($"the sample {Passengers} is not in the program");
        byte[] text = new byte[resource.Length];
        resource.ReadExactly(text);
        using Spool file = Spool.Of(text);
        TableSeries read = CsvSeriesReader.Read(file, new(), new ColumnStore(null), new UploadLimits(text.Length), new ErrorList())
            ?? throw new InvalidOperationException($"the sample {Passengers} cannot be read");
        return new()
        {
            Model = Passengers,
            Sample = Passengers,
            Frequency = Frequency.Monthly,
            Series = read.Series,
            Places = new SamplePlaces(),
        };
    }

    private sealed class SamplePlaces : IUploadPlaces
    {
        public IReadOnlyList<InputError> At(IReadOnlyList<DataProblem> problems) => [.. problems.Select(problem => new InputError(problem.Detail, Pointer: "/sample"))];
    }
}
