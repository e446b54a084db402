using System.Collections.Concurrent;
using LstmService.Engine;

namespace LstmService.Forecasting.Symbols;

/// <summary>
/// Networks of one plan and different seeds; the mean of their distributions is the answer. Safe to share by threads.
/// </summary>
/// <remarks>
/// One step ahead the distribution is the networks' own. Further on it is the mean over seeded sample paths of what the networks
/// say after each of them: ancestral sampling (Graves 2013) with the last step integrated out (Gelfand and Smith 1990), so that no
/// probability is a mere count of paths. The same history gives the same answer.
/// </remarks>
internal sealed class SymbolEnsemble(SymbolPlan plan, IReadOnlyList<Network<float>> members)
{
    /// <summary>Paths of a forecast.</summary>
    public const int Paths = 256;
    /// <summary>Paths of a forecast that is only judged.</summary>
    public const int JudgedPaths = 64;

    private readonly ConcurrentBag<Scratch> _scratch = [];
    private readonly CrossEntropyLoss<float> _softmax = new(plan.Symbols);

    /// <summary>The networks.</summary>
    public IReadOnlyList<Network<float>> Members => members;

    /// <summary>[horizon, symbols]: the distribution of each step after a history.</summary>
    public double[] Predict(ReadOnlySpan<int> history, int horizon, int paths)
    {
        int n = plan.Symbols;
        double[] answer = new double[horizon * n];
        Scratch scratch = _scratch.TryTake(out Scratch? free) && free.Paths == paths ? free : new Scratch(plan, members, paths);
        scratch.Begin(history, horizon);
        double[] said = scratch.Probabilities; // [paths, n]: of the coming step, by path
        ReadHistory(history, scratch, said);
        Xoshiro256 random = new((ulong)plan.Seed);
        for (int h = 0; h < horizon; h++)
        {
            Span<double> mean = answer.AsSpan(h * n, n);
            for (int i = 0; i < paths * n; i++) mean[i % n] += said[i] / paths;
            if (h + 1 == horizon) break;
            for (int path = 0; path < paths; path++) scratch.Next[path] = Draw(said.AsSpan(path * n, n), ref random);
            Step(scratch, h, said);
        }
        _scratch.Add(scratch);
        return answer;
    }

    /// <summary>Runs every network over the end of the history and puts each path where that ended.</summary>
    private void ReadHistory(ReadOnlySpan<int> history, Scratch scratch, Span<double> said)
    {
        int n = plan.Symbols;
        SymbolNetwork.WriteWindow(plan, history, scratch.Window);
        said.Clear();
        for (int m = 0; m < members.Count; m++)
        {
            scratch.Ended[m].Clear();
            ReadOnlySpan<float> scores = members[m].Forward(scratch.OfWindow[m], scratch.Window, carried: scratch.Ended[m]);
            Add(scores[^n..], said[..n]);
            scratch.Spread(m);
        }
        for (int path = 1; path < scratch.Paths; path++) said[..n].CopyTo(said[(path * n)..]);
    }

    /// <summary>Runs every network one step on along every path.</summary>
    private void Step(Scratch scratch, int h, Span<double> said)
    {
        int n = plan.Symbols;
        said.Clear();
        for (int path = 0; path < scratch.Paths; path++) scratch.WriteStep(path, h);
        for (int m = 0; m < members.Count; m++)
        {
            ReadOnlySpan<float> scores = members[m].Forward(scratch.OfPaths[m], scratch.PathBatch, carried: scratch.Carried[m]);
            for (int path = 0; path < scratch.Paths; path++) Add(scores.Slice(path * n, n), said.Slice(path * n, n));
        }
    }

    private void Add(ReadOnlySpan<float> scores, Span<double> sums)
    {
        Span<float> probabilities = stackalloc float[Vocabulary.MostSymbols];
        probabilities = probabilities[..scores.Length];
        _softmax.Probabilities(scores, probabilities);
        for (int s = 0; s < scores.Length; s++) sums[s] += (double)probabilities[s] / members.Count;
    }

    private static int Draw(ReadOnlySpan<double> probabilities, ref Xoshiro256 random)
    {
        double left = random.NextDouble();
        for (int s = 0; s < probabilities.Length - 1; s++)
            if ((left -= probabilities[s]) < 0) return s;
        return probabilities.Length - 1;
    }

    /// <summary>The buffers of one forecast.</summary>
    private sealed class Scratch
    {
        private readonly SymbolPlan _plan;
        private int[] _known = [];   // the season before the origin, where there is one
        private int[] _drawn = [];   // [horizon, paths]

        public Scratch(SymbolPlan plan, IReadOnlyList<Network<float>> members, int paths)
        {
            (_plan, Paths) = (plan, paths);
            NetworkSpec spec = SymbolNetwork.SpecOf(plan);
            Window = new(BatchShape.For(spec, 1, plan.Lookback));
            PathBatch = new(BatchShape.For(spec, paths, 1));
            OfWindow = [.. members.Select(m => new Workspace<float>(m, 1, plan.Lookback))];
            OfPaths = [.. members.Select(m => new Workspace<float>(m, paths, 1))];
            Ended = [.. members.Select(m => new CarriedState<float>(m, 1))];
            Carried = [.. members.Select(m => new CarriedState<float>(m, paths))];
            Probabilities = new double[paths * plan.Symbols];
            Next = new int[paths];
        }

        public int Paths { get; }
        public Batch<float> Window { get; }
        public Batch<float> PathBatch { get; }
        public Workspace<float>[] OfWindow { get; }
        public Workspace<float>[] OfPaths { get; }
        public CarriedState<float>[] Ended { get; }
        public CarriedState<float>[] Carried { get; }
        public double[] Probabilities { get; }
        public int[] Next { get; }

        public void Begin(ReadOnlySpan<int> history, int horizon)
        {
            _known = history[^Math.Min(history.Length, _plan.Season)..].ToArray();
            _drawn = new int[horizon * Paths];
        }

        /// <summary>Every path begins where a network's reading of the history ended.</summary>
        public void Spread(int member)
        {
            for (int layer = 0; layer < _plan.Layers; layer++)
                for (int back = 0; back < (layer < _plan.Dilations.Count ? _plan.Dilations[layer] : 1); back++)
                    for (int path = 0; path < Paths; path++)
                    {
                        Ended[member].HiddenOf(layer, 0, back).CopyTo(Carried[member].HiddenOf(layer, path, back));
                        Ended[member].MemoryOf(layer, 0, back).CopyTo(Carried[member].MemoryOf(layer, path, back));
                    }
        }

        /// <summary>Writes what a path drew for step <paramref name="h"/>, and the symbol a season before the step after it.</summary>
        public void WriteStep(int path, int h)
        {
            _drawn[h * Paths + path] = Next[path];
            Span<float> input = PathBatch.InputsAt(0, path);
            input[0] = Next[path];
            if (!_plan.HasSeason) return;
            int step = h + 1 - _plan.Season; // from the first step ahead
            int number = step >= 0 ? _drawn[step * Paths + path] : _known.Length + step >= 0 ? _known[_known.Length + step] : Vocabulary.Missing;
            input[1] = number < 0 ? _plan.Symbols : number;
        }
    }
}
