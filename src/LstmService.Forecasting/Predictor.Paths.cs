using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using LstmService.Engine;

namespace LstmService.Forecasting;

// Futures that may come. At each step they are spread as the quantiles say: a path is normal scores through the step's quantile
// function, which beyond the outermost quantiles goes on in a line, as the answered intervals do.
public sealed partial class Predictor
{
    /// <summary>[path][step].</summary>
    /// <param name="count">How many.</param>
    /// <param name="seed">The same text gives the same paths.</param>
    /// <param name="carried">[step]: the share of a step's spread that comes from the end of the block before.</param>
    /// <param name="answer">The value at a step's normal score.</param>
    private double[][] Paths(int count, string seed, double[] carried, Func<int, double, double> answer)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        Xoshiro256 random = new(BinaryPrimitives.ReadUInt64LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(seed))));
        double[][] paths = new double[count][];
        double[] scores = new double[carried.Length];
        for (int i = 0; i < count; i++)
        {
            DrawScores(ref random, carried, scores);
            paths[i] = [.. scores.Select((score, k) => answer(k, score))];
        }
        return paths;
    }

    /// <summary>A path that begins each block of steps where the block before ended, as the widths of the blocks add up.</summary>
    private void DrawScores(ref Xoshiro256 random, double[] carried, double[] scores)
    {
        double end = 0;
        for (int from = 0; from < scores.Length; from += State.Plan.Horizon)
        {
            Span<double> block = scores.AsSpan(from, Math.Min(State.Plan.Horizon, scores.Length - from));
            State.ErrorPaths.Draw(ref random, block);
            for (int k = 0; k < block.Length; k++)
            {
                double share = carried[from + k];
                block[k] = share * end + Math.Sqrt(1 - share * share) * block[k];
            }
            end = block[^1];
        }
    }
}
