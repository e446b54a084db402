using LstmService.Forecasting.Data;
using LstmService.Forecasting.Time;
using NodaTime;

namespace LstmService.Forecasting.Tests;

/// <summary>Series the tests share.</summary>
internal static class Samples
{
    /// <summary>Monthly airline passengers 1949 to 1960 in thousands (Box and Jenkins 1976, series G).</summary>
    public static double[] AirPassengers { get; } =
    [
        112, 118, 132, 129, 121, 135, 148, 148, 136, 119, 104, 118, 115, 126, 141, 135, 125, 149, 170, 170, 158, 133, 114, 140,
        145, 150, 178, 163, 172, 178, 199, 199, 184, 162, 146, 166, 171, 180, 193, 181, 183, 218, 230, 242, 209, 191, 172, 194,
        196, 196, 236, 235, 229, 243, 264, 272, 237, 211, 180, 201, 204, 188, 235, 227, 234, 264, 302, 293, 259, 229, 203, 229,
        242, 233, 267, 269, 270, 315, 364, 347, 312, 274, 237, 278, 284, 277, 317, 313, 318, 374, 413, 405, 355, 306, 271, 306,
        315, 301, 356, 348, 355, 422, 465, 467, 404, 347, 305, 336, 340, 318, 362, 348, 363, 435, 491, 505, 404, 359, 310, 337,
        360, 342, 406, 396, 420, 472, 548, 559, 463, 407, 362, 405, 417, 391, 419, 461, 472, 535, 622, 606, 508, 461, 390, 432,
    ];

    public static TimeSeries Airline(int points = 144) =>
        new("AirPassengers", new TimeAxis(Frequency.Monthly, new LocalDateTime(1949, 1, 1, 0, 0)), AirPassengers[..points]);

    public static TimeSeries Indexed(params double[] values) => new("value", TimeAxis.FromIndex(Frequency.Index), values);

    /// <summary>A season of <paramref name="season"/> points on a rising line with a little seeded noise.</summary>
    public static double[] Seasonal(int points, int season, double noise, ulong seed)
    {
        Engine.Xoshiro256 random = new(seed);
        double[] values = new double[points];
        for (int t = 0; t < points; t++)
            values[t] = 100 + 0.1 * t + 20 * Math.Sin(2 * Math.PI * t / season) + noise * random.NextGaussian();
        return values;
    }
}
