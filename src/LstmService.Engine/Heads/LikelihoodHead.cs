using System.Numerics;
using LstmService.Engine.Heads;
using LstmService.Engine.Kernels;

namespace LstmService.Engine
{
    /// <summary>
    /// The parameters of a distribution at each step ahead (Salinas, Flunkert, Gasthaus and Januschowski 2020):
    /// parameter[h, p] = link[p]((W h + b)[h, p]), where the link keeps a scale positive. The distribution's loss learns it.
    /// </summary>
    public sealed record LikelihoodHeadSpec : HeadSpec
    {
        /// <summary>Steps ahead, 1..4096.</summary>
        public int Horizon { get; init; } = 1;

        /// <summary>Which distribution.</summary>
        public Likelihood Likelihood { get; init; }

        /// <inheritdoc />
        public override int Outputs => Horizon * LikelihoodLoss.LinksOf(Likelihood).Length;

        internal override void Validate(List<string> failures)
        {
            base.Validate(failures);
            Bounds.Check(failures, "horizon", Horizon, 1, 4096);
            if (!Enum.IsDefined(Likelihood))
                failures.Add($"likelihood must be Gaussian, StudentT or NegativeBinomial, was {Likelihood}");
        }

        internal override Head<T> Build<T, TV>(ParameterLayout layout, HiddenSize hidden) =>
            new LikelihoodHead<T, TV>(layout, hidden, this);
    }
}

namespace LstmService.Engine.Heads
{
    /// <summary>
    /// parameter = link(W h + b), tensors <c>head.weight [horizon*parameters, hidden]</c> and <c>head.bias</c>, parameters of a
    /// step ahead side by side.
    /// </summary>
    internal sealed unsafe class LikelihoodHead<T, TV> : Head<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TV : unmanaged, IVector<TV, T>
    {
        private readonly LinearMap<T, TV> _map;
        private readonly Link[] _links;

        public LikelihoodHead(ParameterLayout layout, HiddenSize hidden, LikelihoodHeadSpec spec)
        {
            _map = new(layout, "head", hidden, spec.Outputs, hasBias: true, spec.InitialScale / Math.Sqrt(hidden.Units));
            _links = [.. LikelihoodLoss.LinksOf(spec.Likelihood)];
        }

        public override HeadState CreateState(int maxRows) => new State((long)maxRows * _map.Width, _map.ScratchLength);

        public override void Forward(
            T* parameters, HeadState state, T* hidden, nint hiddenRow, int rows, Batch<T> batch, T* outputs)
        {
            // raw: [rows, Width], W h + b, kept for the way back
            T* raw = ((State)state).Raw.Pointer;
            _map.Forward(parameters, hidden, hiddenRow, rows, raw);
            for (int r = 0; r < rows; r++, raw += _map.Width, outputs += _map.Outputs)
                for (int i = 0; i < _map.Outputs; i++)
                    outputs[i] = Links.Apply(_links[i % _links.Length], raw[i]);
        }

        public override void Backward(
            T* parameters, HeadState state, T* hidden, nint hiddenRow, int rows, Batch<T> batch, T* dOutputs, T* gradient,
            T* dHidden)
        {
            var own = (State)state;
            // dRaw takes the place of raw; the padding was 0 after the forward pass and stays so
            T* dRaw = own.Raw.Pointer;
            for (int r = 0; r < rows; r++, dRaw += _map.Width, dOutputs += _map.Outputs)
                for (int i = 0; i < _map.Outputs; i++)
                    dRaw[i] = dOutputs[i] * Links.Slope(_links[i % _links.Length], dRaw[i]);
            _map.WeightGradient(hidden, hiddenRow, rows, own.Raw.Pointer, gradient);
            _map.InputGradient(parameters, own.Raw.Pointer, rows, own.Scratch.Pointer, dHidden, accumulate: false);
        }

        private sealed class State(long raw, int scratch) : HeadState
        {
            public AlignedBuffer<T> Raw { get; } = new(raw);

            public AlignedBuffer<T> Scratch { get; } = new(scratch);
        }
    }
}
