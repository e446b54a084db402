using System.Globalization;
using LstmService.Api.Series;
using LstmService.Forecasting.Data;

namespace LstmService.Api.Tests.Series;

/// <summary>
/// Files as people have them, in <c>DirtyFiles</c>, each with the answer that <c>answers.tsv</c> states: <c>id|start|values</c> of
/// its series, or <c>!row|column|words</c> of its problem.
/// </summary>
public class DirtyFileTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "DirtyFiles");

    public static TheoryData<string, string> Answers
    {
        get
        {
            TheoryData<string, string> answers = [];
            foreach (string line in File.ReadAllLines(Path.Combine(Folder, "answers.tsv"))) answers.Add(line.Split('\t')[0], line.Split('\t')[1]);
            return answers;
        }
    }

    [Theory]
    [MemberData(nameof(Answers))]
    public async Task ADirtyFileGivesItsStatedAnswer(string file, string answer)
    {
        UploadResult result = await Requests.Read(await File.ReadAllBytesAsync(Path.Combine(Folder, file)), "text/csv");
        if (answer[0] == '!')
        {
            string[] expected = answer[1..].Split('|');
            var error = Assert.Single(Requests.Errors(result.Refusal));
            Assert.Equal((expected[0], expected[1]), (error.Row?.ToString(CultureInfo.InvariantCulture), error.Column ?? ""));
            Assert.Contains(expected[2], error.Detail, StringComparison.Ordinal);
            return;
        }
        PreparedData prepared = SeriesPreparation.Prepare(Requests.Taken(result).Series, null);
        Assert.Empty(prepared.Problems);
        Assert.Equal(answer, string.Join(';', prepared.Series.Select(s =>
            $"{s.Id}|{s.Axis.TimeOf(0)}|{string.Join(',', s.Values.Select(v => v.ToString(CultureInfo.InvariantCulture)))}")));
    }

    [Fact]
    public void EveryFileHasAnAnswer() => Assert.Equal(
        Directory.GetFiles(Folder, "*.csv").Select(Path.GetFileName).Order(StringComparer.Ordinal),
        File.ReadAllLines(Path.Combine(Folder, "answers.tsv")).Select(line => line.Split('\t')[0]).Order(StringComparer.Ordinal));
}
