using System.Numerics;
using LstmService.Engine.Losses;

namespace LstmService.Engine;

/// <summary>
/// Cross-entropy of the softmax (Bridle 1990), for symbols: outputs are one score a symbol, [rows, targets, symbols], targets
/// the symbol's number, [rows, targets].
/// <code>
/// p[k]  = exp(score[k]) / sum over j of exp(score[j])
/// loss  = -log p[target]
/// dscore[k] = p[k] - (1 where k is the target, else 0)
/// </code>
/// The highest score is taken off all first: that changes nothing but keeps the exponentials finite.
/// </summary>
public sealed class CrossEntropyLoss<T> : ILoss<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The loss over an alphabet.</summary>
    /// <param name="symbols">How many symbols there are, 2..65536.</param>
    /// <exception cref="ArgumentException">The bound is broken.</exception>
    public CrossEntropyLoss(int symbols)
    {
        var failures = new List<string>();
        Bounds.Check(failures, "symbols", symbols, 2, HeadSpec.MostOutputs);
        Bounds.ThrowIfAny(failures, nameof(symbols));
        Symbols = symbols;
    }

    /// <summary>How many symbols there are.</summary>
    public int Symbols { get; }

    /// <inheritdoc />
    /// <exception cref="ArgumentException">A target is not a symbol's number, 0..symbols-1.</exception>
    public LossValue Evaluate(ReadOnlySpan<T> outputs, Batch<T> batch, Span<T> dOutputs) =>
        LossTerms.Sum(outputs, batch, dOutputs, width: Symbols, terms: 1, default(Term));

    /// <summary>p[k] = exp(score[k]) / sum over j of exp(score[j])</summary>
    /// <param name="scores">[symbols]: the outputs for one target.</param>
    /// <param name="destination">[symbols]: filled with probabilities.</param>
    public void Probabilities(ReadOnlySpan<T> scores, Span<T> destination)
    {
        Check(nameof(scores), scores.Length);
        Check(nameof(destination), destination.Length);
        T highest = Highest(scores), sum = T.Zero;
        for (int k = 0; k < scores.Length; k++)
        {
            destination[k] = T.Exp(scores[k] - highest);
            sum += destination[k];
        }

        for (int k = 0; k < scores.Length; k++)
            destination[k] /= sum;
    }

    /// <summary>Draws a symbol by its probability.</summary>
    /// <param name="scores">[symbols]: the outputs for one target.</param>
    /// <param name="random">Where chance comes from.</param>
    public int Sample(ReadOnlySpan<T> scores, ref Xoshiro256 random)
    {
        Check(nameof(scores), scores.Length);
        T highest = Highest(scores);
        double sum = 0;
        foreach (T score in scores)
            sum += Math.Exp(double.CreateTruncating(score - highest));
        double left = random.NextDouble() * sum;
        for (int k = 0; k < scores.Length - 1; k++)
        {
            left -= Math.Exp(double.CreateTruncating(scores[k] - highest));
            if (left < 0)
                return k;
        }

        return scores.Length - 1;
    }

    private void Check(string name, int length)
    {
        if (length != Symbols)
            throw new ArgumentException($"{name} must have {Symbols} elements, had {length}", name);
    }

    private static T Highest(ReadOnlySpan<T> scores)
    {
        T highest = scores[0];
        foreach (T score in scores)
            highest = T.Max(highest, score);
        return highest;
    }

    private readonly struct Term : ILossTerm<T>
    {
        public T At(ReadOnlySpan<T> outputs, T target, Span<T> dOutputs)
        {
            if (!(target >= T.Zero && target < T.CreateTruncating(outputs.Length) && T.IsInteger(target)))
                throw new ArgumentException($"a target must be a symbol's number, 0..{outputs.Length - 1}, was {target}");
            int symbol = int.CreateTruncating(target);
            T highest = Highest(outputs), sum = T.Zero;
            foreach (T score in outputs)
                sum += T.Exp(score - highest);
            if (!dOutputs.IsEmpty)
            {
                for (int k = 0; k < outputs.Length; k++)
                    dOutputs[k] = T.Exp(outputs[k] - highest) / sum;
                dOutputs[symbol] -= T.One;
            }

            return T.Log(sum) - (outputs[symbol] - highest);
        }
    }
}
