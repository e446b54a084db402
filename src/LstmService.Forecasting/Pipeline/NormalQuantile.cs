namespace LstmService.Forecasting.Pipeline;

/// <summary>The standard normal quantile function Φ⁻¹.</summary>
public static class NormalQuantile
{
    private static readonly double[] A = [-39.69683028665376, 220.9460984245205, -275.9285104469687, 138.3577518672690, -30.66479806614716, 2.506628277459239];
    private static readonly double[] B = [-54.47609879822406, 161.5858368580409, -155.6989798598866, 66.80131188771972, -13.28068155288572, 1];
    private static readonly double[] C = [-0.007784894002430293, -0.3223964580411365, -2.400758277161838, -2.549732539343734, 4.374664141464968, 2.938163982698783];
    private static readonly double[] D = [0.007784695709041462, 0.3224671290700398, 2.445134137142996, 3.754408661907416, 1];

    /// <summary>Φ⁻¹(p) for 0 &lt; p &lt; 1, by Acklam's rational approximation (2003), relative error below 1.2e-9.</summary>
    public static double Of(double p)
    {
        const double Tail = 0.02425;
        if (p < Tail) return OfTail(p);
        if (p > 1 - Tail) return -OfTail(1 - p);
        double q = p - 0.5, r = q * q;
        return q * Polynomial(A, r) / Polynomial(B, r);
    }

    private static double OfTail(double p)
    {
        double q = Math.Sqrt(-2 * Math.Log(p));
        return Polynomial(C, q) / Polynomial(D, q);
    }

    private static double Polynomial(double[] coefficients, double x)
    {
        double sum = 0;
        foreach (double c in coefficients) sum = sum * x + c;
        return sum;
    }
}
