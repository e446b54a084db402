using LstmService.Forecasting.Time;
namespace LstmService.Forecasting.Data;
/// <summary>stand-in</summary>
public static class SeasonDetection { 
/// <summary>stand-in</summary>
public static IReadOnlyList<int> For(Frequency f, ReadOnlySpan<double> v) => f.NaturalSeasons; }
