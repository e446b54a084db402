using LstmService.Forecasting.Data;
using LstmService.Forecasting.Options;
using LstmService.Forecasting.Pipeline;
using LstmService.Forecasting.Time;
using NodaTime;

namespace LstmService.Forecasting.Tests.Pipeline;

public class TrainingCostTests
{
    private static readonly TrainingOptions Small = new() { Hidden = 16, Layers = 1, Members = 2, Epochs = 10, Batch = 16, Lookback = 24 };

    [Fact]
    public void A_budget_is_what_it_costs()
    {
        double seconds = Cost(new() { BudgetSeconds = 500 }).Seconds;
        Assert.InRange(seconds, 400, 500);
    }

    public static TheoryData<string> Larger => ["hidden", "layers", "members", "epochs", "lookback", "bidirectional", "encoderDecoder"];

    [Theory]
    [MemberData(nameof(Larger))]
    public void What_makes_a_training_larger_costs_more(string option)
    {
        TrainingOptions large = option switch
        {
            "hidden" => Small with { Hidden = 64 },
            "layers" => Small with { Layers = 3 },
            "members" => Small with { Members = 8 },
            "epochs" => Small with { Epochs = 100 },
            "lookback" => Small with { Lookback = 48 },
            "bidirectional" => Small with { Bidirectional = true },
            _ => Small with { Architecture = "encoderDecoder" },
        };
        TrainingCost less = Cost(Small), more = Cost(large);
        Assert.True(more.Seconds > 1.2 * less.Seconds, $"{less.Seconds} s and {more.Seconds} s");
        if (option != "epochs") Assert.True(more.Bytes > less.Bytes, $"{less.Bytes} and {more.Bytes} bytes");
    }

    [Fact]
    public void Many_points_need_memory_and_many_windows_time()
    {
        TrainingCost few = Cost(Small, 120), many = Cost(Small, 1_200);
        Assert.True(many.Seconds > 5 * few.Seconds);
        Assert.True(many.Bytes - few.Bytes >= 1_080 * 8 * 3);
    }

    private static TrainingCost Cost(TrainingOptions options, int points = 120) => TrainingCost.Of(new TrainingRequest([Series(points)], 12, null, options), cores: 2);

    private static TimeSeries Series(int points) => new(
        "a", new TimeAxis(Frequency.Monthly, new LocalDateTime(1900, 1, 1, 0, 0)), [.. Enumerable.Range(0, points).Select(i => 100 + i + 10 * Math.Sin(i * Math.PI / 6))]);
}
