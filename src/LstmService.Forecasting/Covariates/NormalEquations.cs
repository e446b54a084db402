namespace LstmService.Forecasting.Covariates;

/// <summary>Sums of products over rows of columns x and a value y: what least squares needs to know of them.</summary>
internal sealed class NormalEquations(int width)
{
    private readonly double[,] _xx = new double[width, width];
    private readonly double[] _xy = new double[width];
    private long _rows;

    /// <summary>Σ y².</summary>
    public double SumOfSquares { get; private set; }

    public void Add(ReadOnlySpan<double> x, double y)
    {
        for (int i = 0; i < width; i++)
        {
            if (x[i] == 0) continue;
            _xy[i] += x[i] * y;
            for (int j = 0; j < width; j++) _xx[i, j] += x[i] * x[j];
        }
        SumOfSquares += y * y;
        _rows++;
    }

    public static NormalEquations Sum(IReadOnlyList<NormalEquations> parts)
    {
        NormalEquations sum = new(parts[0]._xy.Length);
        foreach (NormalEquations part in parts) sum.Accumulate(part, 1);
        return sum;
    }

    public static NormalEquations Difference(NormalEquations all, NormalEquations part)
    {
        NormalEquations difference = new(all._xy.Length);
        difference.Accumulate(all, 1);
        difference.Accumulate(part, -1);
        return difference;
    }

    /// <summary>The coefficients b of (X'X + λI) b = X'y, λ in units of the mean diagonal; by Cholesky's decomposition.</summary>
    public double[] Solve(double shrinkage)
    {
        double diagonal = 0;
        for (int i = 0; i < width; i++) diagonal += _xx[i, i] / width;
        double lambda = shrinkage * diagonal + 1e-9 * Math.Max(1, _rows);
        double[,] lower = new double[width, width];
        for (int i = 0; i < width; i++)
            for (int j = 0; j <= i; j++)
            {
                double sum = _xx[i, j] + (i == j ? lambda : 0);
                for (int k = 0; k < j; k++) sum -= lower[i, k] * lower[j, k];
                lower[i, j] = i == j ? Math.Sqrt(Math.Max(sum, lambda)) : sum / lower[j, j];
            }
        double[] b = new double[width];
        for (int i = 0; i < width; i++)
        {
            b[i] = _xy[i];
            for (int k = 0; k < i; k++) b[i] -= lower[i, k] * b[k];
            b[i] /= lower[i, i];
        }
        for (int i = width - 1; i >= 0; i--)
        {
            for (int k = i + 1; k < width; k++) b[i] -= lower[k, i] * b[k];
            b[i] /= lower[i, i];
        }
        return b;
    }

    /// <summary>Σ (y - b'x)².</summary>
    public double SquaredError(double[] b)
    {
        double error = SumOfSquares;
        for (int i = 0; i < width; i++)
        {
            error -= 2 * b[i] * _xy[i];
            for (int j = 0; j < width; j++) error += b[i] * b[j] * _xx[i, j];
        }
        return error;
    }

    private void Accumulate(NormalEquations other, double sign)
    {
        for (int i = 0; i < width; i++)
        {
            _xy[i] += sign * other._xy[i];
            for (int j = 0; j < width; j++) _xx[i, j] += sign * other._xx[i, j];
        }
        SumOfSquares += sign * other.SumOfSquares;
        _rows += (long)sign * other._rows;
    }
}
