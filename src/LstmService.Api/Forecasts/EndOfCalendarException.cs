using LstmService.Forecasting.Data;

namespace LstmService.Api.Forecasts;

/// <summary>A forecast that would go on after the last year a date can have.</summary>
internal sealed class EndOfCalendarException(TimeSeries history, int horizon) : Exception(
    $"{horizon} steps of {history.Axis.Frequency} after {history.Axis.TimeOf(history.Length - 1)} lie after the year 9999; ask for fewer");
