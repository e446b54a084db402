using System.Diagnostics;
using System.Globalization;
using System.Text;
using CsvHelper;
using LstmService.Api.Series;
using LstmService.Api.Series.Bodies;
using LstmService.Api.Series.Columns;
using LstmService.Api.Series.Csv;

namespace LstmService.Benchmarks.Ingest;

/// <summary>
/// How fast a CSV file becomes series, beside the CSV library alone that reads the same file and parses its numbers, and beside
/// another library that does the same.
/// </summary>
internal static class IngestBenchmark
{
    private const int SeriesCount = 1_000;

    public static int Run(string[] arguments)
    {
        int rows = 10_000_000, rounds = 3;
        for (int i = 0; i + 1 < arguments.Length; i += 2)
        {
            if (arguments[i] == "--rows") rows = int.Parse(arguments[i + 1], CultureInfo.InvariantCulture);
            else if (arguments[i] == "--rounds") rounds = int.Parse(arguments[i + 1], CultureInfo.InvariantCulture);
        }
        string path = Path.Combine(Path.GetTempPath(), $"ingest-{Guid.NewGuid():N}.csv");
        try
        {
            Write(path, rows);
            Console.WriteLine($"{rows:N0} rows of series_id,timestamp,value in {SeriesCount:N0} series, {new FileInfo(path).Length / 1e6:N0} MB; processor seconds, medians of {rounds} rounds");
            Console.WriteLine();
            Compare(path, rows, rounds);
            return 0;
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static void Compare(string path, int rows, int rounds)
    {
        (string Name, Func<double> Work)[] all =
        [
            ("CsvHelper alone, numbers parsed", () => WithCsvHelper(path)),
            ("Sylvan.Data.Csv alone, numbers parsed", () => WithSylvan(path)),
            ("the service: series, times and values", () => WithService(path)),
        ];
        double[] sums = [.. all.Select(a => a.Work())]; // also lets the runtime compile what is hot
        if (sums.Any(s => Math.Abs(s - sums[0]) > 1e-6 * Math.Abs(sums[0]))) throw new InvalidOperationException("the readers must read the same numbers");
        long[] memory = new long[all.Length];
        double[][] seconds = [.. Enumerable.Range(0, rounds).Select(_ => all.Select((a, i) => Measure(a.Work, ref memory[i])).ToArray())];
        double[] medians = [.. Enumerable.Range(0, all.Length).Select(i => seconds.Select(s => s[i]).Order().ElementAt(rounds / 2))];
        Console.WriteLine("| reader | s | million rows/s | of CsvHelper's speed | MB above idle |");
        Console.WriteLine("|---|---|---|---|---|");
        for (int i = 0; i < all.Length; i++)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"| {all[i].Name} | {medians[i]:0.00} | {rows / 1e6 / medians[i]:0.0} | {medians[0] / medians[i]:0.00} | {memory[i] / 1e6:0} |"));
    }

    private static double Measure(Func<double> work, ref long memory)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        using var process = Process.GetCurrentProcess();
        long idle = process.WorkingSet64, most = idle;
        using Timer timer = new(_ =>
        {
            using var now = Process.GetCurrentProcess();
            most = Math.Max(most, now.WorkingSet64);
        }, null, 0, 20);
        TimeSpan before = Environment.CpuUsage.TotalTime;
        work();
        double seconds = (Environment.CpuUsage.TotalTime - before).TotalSeconds;
        memory = Math.Max(memory, most - idle);
        return seconds;
    }

    private static double WithCsvHelper(string path)
    {
        using var reader = CsvReader.Create(File.OpenRead(path), new CsvReaderOptions { Separator = ',' });
        double sum = 0;
        while (reader.Read()) sum += double.Parse(reader.GetSpan(2), NumberStyles.Float, CultureInfo.InvariantCulture);
        return sum;
    }

    private static double WithSylvan(string path)
    {
        using var reader = Sylvan.Data.Csv.CsvDataReader.Create(path, new Sylvan.Data.Csv.CsvDataReaderOptions { Culture = CultureInfo.InvariantCulture });
        double sum = 0;
        while (reader.Read()) sum += reader.GetDouble(2);
        return sum;
    }

    private static double WithService(string path)
    {
        using FileStream body = File.OpenRead(path);
        UploadLimits limits = new(body.Length) { MaxTrainingPoints = int.MaxValue, MaxSeriesPoints = int.MaxValue };
        using Spool spool = Spool.FillAsync(body, null, CancellationToken.None).GetAwaiter().GetResult();
        using ColumnStore store = new(null);
        ErrorList errors = new();
        TableSeries read = CsvSeriesReader.Read(spool, new TableOptions(), store, limits, errors)
            ?? throw new InvalidOperationException("the service must read the file");
        double sum = 0;
        for (int i = 0; i < read.Series.Count; i++)
            foreach (double value in (double[])read.Series[i].Values) sum += value;
        return sum;
    }

    /// <summary>Hours of every series in turn, so that the rows of one series lie far apart.</summary>
    private static void Write(string path, int rows)
    {
        using StreamWriter file = new(path, append: false, new UTF8Encoding(false), 1 << 20);
        file.Write("series_id,timestamp,value\n");
        DateTime start = new(2020, 1, 1);
        Random random = new(1);
        for (int row = 0; row < rows; row++)
        {
            string time = start.AddHours(row / SeriesCount).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
            file.Write(string.Create(CultureInfo.InvariantCulture, $"series-{row % SeriesCount},{time},{1000 * random.NextDouble():0.###}\n"));
        }
    }
}
