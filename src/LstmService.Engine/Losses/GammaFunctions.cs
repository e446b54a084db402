namespace LstmService.Engine.Losses;

/// <summary>
/// The logarithm of the gamma function and its derivative for numbers above 0, by recurrence up to 10 and Stirling's series
/// from there (Abramowitz and Stegun 1964, 6.1.41 and 6.3.18): the first term left out is below 1e-15.
/// </summary>
internal static class GammaFunctions
{
    private const double Least = 10;

    // log(2 pi) / 2
    private const double Constant = 0.91893853320467274;

    /// <summary>log of the integral over t from 0 of t^(x-1) exp(-t)</summary>
    public static double LogGamma(double x)
    {
        double product = 1;
        for (; x < Least; x++)
            product *= x;
        double y = 1 / (x * x);
        double series = 1 / 12.0 - y * (1 / 360.0 - y * (1 / 1260.0 - y * (1 / 1680.0 - y * (1 / 1188.0 - y * (691 / 360360.0)))));
        return (x - 0.5) * Math.Log(x) - x + Constant + series / x - Math.Log(product);
    }

    /// <summary>d logGamma(x) / dx</summary>
    public static double Digamma(double x)
    {
        double sum = 0;
        for (; x < Least; x++)
            sum += 1 / x;
        double y = 1 / (x * x);
        double series = y * (1 / 12.0 - y * (1 / 120.0 - y * (1 / 252.0 - y * (1 / 240.0 - y * (1 / 132.0 - y * (691 / 32760.0))))));
        return Math.Log(x) - 0.5 / x - series - sum;
    }
}
