using System.Numerics;

namespace LstmService.Engine.Heads;

/// <summary>What makes any number r a parameter that a distribution allows.</summary>
internal enum Link
{
    /// <summary>r itself: a location.</summary>
    Same,

    /// <summary>softplus(r) + <see cref="Links.Least"/>: a scale, a mean of counts.</summary>
    Positive,

    /// <summary>2 + softplus(r) + <see cref="Links.Least"/>: degrees of freedom for which the variance is finite.</summary>
    AboveTwo,
}

/// <summary>The links, their slopes, and the softplus they are made of.</summary>
internal static class Links
{
    /// <summary>No scale falls below this: a constant series would otherwise have a likelihood without bound.</summary>
    public const double Least = 1e-4;

    /// <summary>The parameter.</summary>
    public static T Apply<T>(Link link, T r)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => link switch
        {
            Link.Positive => Softplus(r) + T.CreateTruncating(Least),
            Link.AboveTwo => Softplus(r) + T.CreateTruncating(2 + Least),
            _ => r,
        };

    /// <summary>The derivative of the parameter by r.</summary>
    public static T Slope<T>(Link link, T r)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => link == Link.Same ? T.One : SoftplusSlope(r);

    /// <summary>log(1 + exp(r)), without overflow.</summary>
    public static T Softplus<T>(T r)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => T.Max(r, T.Zero) + T.LogP1(T.Exp(-T.Abs(r)));

    /// <summary>The derivative of the softplus: 1 / (1 + exp(-r)).</summary>
    public static T SoftplusSlope<T>(T r)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => T.One / (T.One + T.Exp(-r));
}
