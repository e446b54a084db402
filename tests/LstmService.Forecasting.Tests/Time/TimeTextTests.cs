using LstmService.Forecasting.Data;
using LstmService.Forecasting.Time;
using NodaTime;

namespace LstmService.Forecasting.Tests.Time;

public class TimeTextTests
{
    [Theory]
    [InlineData("2026-11-24", 2026, 11, 24, 0, 0, 0)]
    [InlineData("2026/11/24", 2026, 11, 24, 0, 0, 0)]
    [InlineData("2026/1/4", 2026, 1, 4, 0, 0, 0)]
    [InlineData("2026-11", 2026, 11, 1, 0, 0, 0)]
    [InlineData("1959Q1", 1959, 1, 1, 0, 0, 0)]
    [InlineData("1959-Q4", 1959, 10, 1, 0, 0, 0)]
    [InlineData("2026-11-24 13:30", 2026, 11, 24, 13, 30, 0)]
    [InlineData("2026-11-24T13:30:07.123456", 2026, 11, 24, 13, 30, 7)]
    [InlineData(" 2026-11-24T13 ", 2026, 11, 24, 13, 0, 0)]
    [InlineData("2026.11.24", 2026, 11, 24, 0, 0, 0)]
    [InlineData("Q4 2026", 2026, 10, 1, 0, 0, 0)]
    [InlineData("q1/2026", 2026, 1, 1, 0, 0, 0)]
    [InlineData("11/2026", 2026, 11, 1, 0, 0, 0)]
    [InlineData("2026M11", 2026, 11, 1, 0, 0, 0)]
    [InlineData("2026-m11", 2026, 11, 1, 0, 0, 0)]
    [InlineData("2026-12-31T24:00", 2027, 1, 1, 0, 0, 0)]
    [InlineData("2024-02-28 24:00:00", 2024, 2, 29, 0, 0, 0)]
    public void TimesPeopleWriteAreRead(string text, int year, int month, int day, int hour, int minute, int second)
    {
        Assert.True(TimeText.TryParse(text, out RawTime time));
        Assert.Equal(new LocalDateTime(year, month, day, hour, minute, second), time.Local);
        Assert.Null(time.Offset);
    }

    [Theory]
    [InlineData("2026-11-24T13:30:00Z", 0)]
    [InlineData("2026-11-24T13:30:00+01:00", 3600)]
    [InlineData("2026-11-24T13:30:00-0530", -19800)]
    [InlineData("2026-11-24 13:30:00 +02", 7200)]
    public void OffsetsAreRead(string text, int seconds)
    {
        Assert.True(TimeText.TryParse(text, out RawTime time));
        Assert.Equal(Offset.FromSeconds(seconds), time.Offset);
        Assert.Equal(13, time.Local.Hour);
    }

    [Theory]
    [InlineData("")]
    [InlineData("tomorrow")]
    [InlineData("1959")]
    [InlineData("1000000")]
    [InlineData("2026-13-01")]
    [InlineData("2026-02-29")]
    [InlineData("2026-11-24x")]
    [InlineData("2026-11-24T25:00")]
    [InlineData("2026-11-24T13:61")]
    [InlineData("2026-11/24")]
    [InlineData("0000-01-01")]
    [InlineData("2026Q5")]
    [InlineData("2026-11-24T13:30:00+19:00")]
    [InlineData("24.11.2026")]
    [InlineData("2026.11")]
    [InlineData("13/2026")]
    [InlineData("Q5 2026")]
    [InlineData("2026M13")]
    [InlineData("2026-11-24T24:01")]
    [InlineData("9998-12-31T24:00")]
    [InlineData("9999-12-31T24:00")]
    public void TextThatIsNoTimeIsRefused(string text) => Assert.False(TimeText.TryParse(text, out _));

    [Fact]
    public void AnyTextIsReadOrRefused()
    {
        int read = 0;
        Engine.Xoshiro256 random = new(1);
        const string Letters = "0123456789-/:TZ+ Qq.,";
        for (int i = 0; i < 20_000; i++)
        {
            char[] text = [.. Enumerable.Range(0, random.NextInt(30)).Select(_ => Letters[random.NextInt(Letters.Length)])];
            if (TimeText.TryParse(text, out _)) read++;
        }
        Assert.InRange(read, 0, 20_000);
    }
}
