using LstmService.Forecasting.Time;

namespace LstmService.Api.Forecasts;

/// <summary>A forecast that would go on after the last year a date can have.</summary>
internal sealed class EndOfCalendarException(TimeAxis axis, int length, int horizon) : Exception(
    $"{horizon} steps of {axis.Frequency} after {axis.TimeOf(length - 1)} lie after the year 9999; ask for fewer");
