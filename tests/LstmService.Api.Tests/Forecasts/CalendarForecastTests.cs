using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using LstmService.Api.Tests.Hosting;
using NodaTime;

namespace LstmService.Api.Tests.Forecasts;

/// <summary>Where the calendar is uneven, forecasts go on as it does.</summary>
public sealed class CalendarForecastTests(ServiceHost host) : IClassFixture<ServiceHost>
{
    private const string Berlin = "Europe/Berlin";

    [Theory]
    [InlineData("2023-01-31", "2023-02-28", "2023-03-31", "2023-04-30")]
    [InlineData("2024-01-31", "2024-02-29", "2024-03-31", "2024-04-30")]
    [InlineData("2022-12-30", "2023-01-30", "2023-02-28", "2023-03-30")]
    public async Task A_month_end_is_followed_by_month_ends(string origin, params string[] expected)
    {
        LocalDate last = Date(origin);
        bool ends = last.Day == 31;
        string[] months = [.. Enumerable.Range(0, 36).Select(i => Text(ends ? EndOfMonth(last.PlusMonths(i - 35)) : last.PlusMonths(i - 35)))];
        JsonNode forecast = await TrainAndForecast($"months-{origin}", months);
        Assert.Equal(origin, (string?)forecast["origin"]);
        Assert.Equal(expected, Times(forecast));
    }

    [Fact]
    public async Task A_Friday_is_followed_by_Monday()
    {
        LocalDate monday = new(2026, 1, 5);
        string[] days = [.. Enumerable.Range(0, 40).Select(i => Text(monday.PlusDays(i / 5 * 7 + i % 5)))];
        JsonNode forecast = await TrainAndForecast("business", days);
        Assert.Equal("2026-02-27", (string?)forecast["origin"]);
        Assert.Equal("B", (string?)forecast["frequency"]);
        Assert.Equal(["2026-03-02", "2026-03-03", "2026-03-04"], Times(forecast));
    }

    [Theory]
    [InlineData("2025-03-30T00:00:00Z", "2025-03-30T01:00:00Z", "2025-03-30T02:00:00Z", "2025-03-30T03:00:00Z")] // 01:00, then 03:00 on the clock
    [InlineData("2025-10-26T00:00:00Z", "2025-10-26T01:00:00Z", "2025-10-26T02:00:00Z", "2025-10-26T03:00:00Z")] // 02:00, and 02:00 again
    public async Task Local_hours_go_on_through_a_change_of_the_clock(string origin, params string[] expected)
    {
        Instant last = NodaTime.Text.InstantPattern.General.Parse(origin).Value;
        string[] hours = [.. Enumerable.Range(0, 72).Select(i => Local(last.Minus(Duration.FromHours(71 - i))))];
        JsonNode stored = await TrainAndForecast($"hours-{last.InUtc().Month}", hours, Berlin);
        Assert.Equal(origin, (string?)stored["origin"]);
        Assert.Equal(expected, Times(stored));

        JsonObject fresh = History($"hours-{last.InUtc().Month}", hours[24..]);
        fresh["timeZone"] = Berlin;
        using HttpResponseMessage response = await host.Client.PostAsJsonAsync("/forecast", fresh);
        JsonNode forecast = await response.BodyAsync();
        Assert.Equal(origin, (string?)forecast["origin"]);
        Assert.Equal(expected, Times(forecast));
    }

    [Fact]
    public async Task Local_days_keep_their_dates_through_a_change_of_the_clock()
    {
        DateTimeZone zone = DateTimeZoneProviders.Tzdb[Berlin];
        string[] midnights =
        [
            .. Enumerable.Range(0, 40).Select(i => new LocalDate(2025, 3, 29).PlusDays(i - 39).AtStartOfDayInZone(zone).ToOffsetDateTime()
                .ToString("uuuu-MM-dd'T'HH:mm:sso<+HH:mm>", CultureInfo.InvariantCulture)),
        ];
        JsonNode forecast = await TrainAndForecast("days", midnights, Berlin);
        Assert.Equal("2025-03-29", (string?)forecast["origin"]);
        Assert.Equal(["2025-03-30", "2025-03-31", "2025-04-01"], Times(forecast));
    }

    [Fact]
    public async Task A_fresh_history_may_say_how_its_dates_are_written()
    {
        await TrainAndForecast("slashes", [.. Enumerable.Range(0, 40).Select(i => Text(new LocalDate(2026, 1, 1).PlusDays(i)))]);
        JsonObject request = History("slashes", [.. Enumerable.Range(1, 12).Select(i => $"03/{i:00}/2026")]);
        request["dateFormat"] = "MM/dd/yyyy";
        using HttpResponseMessage response = await host.Client.PostAsJsonAsync("/forecast", request);
        Assert.Equal("2026-03-12", (string?)(await response.BodyAsync())["origin"]);

        request["dateFormat"] = "yyyy";
        using HttpResponseMessage refused = await host.Client.PostAsJsonAsync("/forecast", request);
        JsonNode problem = await refused.ProblemAsync(System.Net.HttpStatusCode.BadRequest);
        Assert.Equal("/dateFormat", (string?)problem["errors"]![0]!["pointer"]);
    }

    private async Task<JsonNode> TrainAndForecast(string model, string[] times, string? zone = null)
    {
        JsonObject upload = Service.Upload(model, Service.QuickOptions, Series(times));
        if (zone is not null) upload["timeZone"] = zone;
        await host.Client.TrainToTheEndAsync(upload);
        return await host.Client.JsonAsync($"/forecast?model={model}&horizon=3");
    }

    private static JsonObject History(string model, string[] times) => new() { ["model"] = model, ["horizon"] = 3, ["history"] = Series(times) };

    private static JsonObject Series(string[] times) => new()
    {
        ["timestamps"] = new JsonArray([.. times.Select(time => (JsonNode)time)]),
        ["values"] = new JsonArray([.. times.Select((_, i) => (JsonNode)(100 + i % 5 + 0.5 * i))]),
    };

    private static string[] Times(JsonNode forecast) => [.. forecast["points"]!.AsArray().Select(point => (string)point!["time"]!)];

    private static string Local(Instant instant) =>
        instant.InZone(DateTimeZoneProviders.Tzdb[Berlin]).LocalDateTime.ToString("uuuu-MM-dd HH:mm", CultureInfo.InvariantCulture);

    private static LocalDate Date(string text) => NodaTime.Text.LocalDatePattern.Iso.Parse(text).Value;

    private static LocalDate EndOfMonth(LocalDate date) => date.With(DateAdjusters.EndOfMonth);

    private static string Text(LocalDate date) => NodaTime.Text.LocalDatePattern.Iso.Format(date);
}
