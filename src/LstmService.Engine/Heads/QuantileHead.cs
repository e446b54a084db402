using System.Numerics;
using System.Runtime.CompilerServices;
using LstmService.Engine.Heads;
using LstmService.Engine.Kernels;

namespace LstmService.Engine
{
    /// <summary>
    /// Every horizon and quantile at once:
    /// output[h, q] = quantiles(hidden)[h, q] + location(hidden)[h]
    ///     + sum over k of gates(hidden)[k] alternatives[h, k] + skip(skipInputs)[h],
    /// each of the four a linear map. The last three shift all quantiles of a horizon together. Where they are ordered, the first
    /// is the middle quantile and steps up and down from it that cannot be negative.
    /// </summary>
    public sealed record QuantileHeadSpec : HeadSpec
    {
        /// <summary>Steps ahead, 1..4096.</summary>
        public int Horizon { get; init; } = 1;

        /// <summary>How many quantiles at each step, 1..99.</summary>
        public int Quantiles { get; init; } = 1;

        /// <summary>Is there a location shared by the quantiles of a step?</summary>
        public bool Location { get; init; } = true;

        /// <summary>How many alternative forecasts the gates weigh, 0..64; 0 is none.</summary>
        public int Alternatives { get; init; }

        /// <summary>Numbers in the skip vector that is mapped straight to the horizons, 0..16384; 0 is none.</summary>
        public int SkipSize { get; init; }

        /// <summary>
        /// Can no quantile lie below the one before it? Then with m the middle one, the map answers r and
        /// quantile[m] = r[m], quantile[q] = quantile[q-1] + softplus(r[q]) above it and quantile[q+1] - softplus(r[q]) below
        /// (incremental quantiles, Park et al. 2022).
        /// </summary>
        public bool Ordered { get; init; }

        /// <inheritdoc />
        public override int Outputs => Horizon * Quantiles;

        internal override bool ReadsWindow => Alternatives > 0 || SkipSize > 0;

        internal override void Validate(List<string> failures)
        {
            base.Validate(failures);
            Bounds.Check(failures, "horizon", Horizon, 1, 4096);
            Bounds.Check(failures, "quantiles", Quantiles, 1, 99);
            Bounds.Check(failures, "alternatives", Alternatives, 0, 64);
            Bounds.Check(failures, "skipSize", SkipSize, 0, 16384);
            // In 64 bits: the bounds above are not yet enforced here.
            if ((long)Horizon * Quantiles > MostOutputs)
                failures.Add($"horizon * quantiles must be at most {MostOutputs}, was {(long)Horizon * Quantiles}");
        }

        internal override Head<T> Build<T, TV>(ParameterLayout layout, HiddenSize hidden) =>
            new QuantileHead<T, TV>(layout, hidden, this);
    }
}

namespace LstmService.Engine.Heads
{
    /// <summary>
    /// The head of <see cref="QuantileHeadSpec"/>. Tensors: <c>head.quantiles.weight [horizon*quantiles, hidden]</c>,
    /// <c>head.location.weight [horizon, hidden]</c>, <c>head.gates.weight [alternatives, hidden]</c>, each with a
    /// <c>.bias</c>, and <c>head.skip.weight [horizon, skip]</c> without one.
    /// </summary>
    internal sealed unsafe class QuantileHead<T, TV> : Head<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TV : unmanaged, IVector<TV, T>
    {
        private readonly QuantileHeadSpec _spec;
        private readonly LinearMap<T, TV> _quantiles;
        private readonly LinearMap<T, TV>? _location;
        private readonly LinearMap<T, TV>? _gates;
        private readonly LinearMap<T, TV>? _skip;

        public QuantileHead(ParameterLayout layout, HiddenSize hidden, QuantileHeadSpec spec)
        {
            _spec = spec;
            double range = spec.InitialScale / Math.Sqrt(hidden.Units);
            _quantiles = new(layout, "head.quantiles", hidden, spec.Outputs, hasBias: true, range);
            if (spec.Location)
                _location = new(layout, "head.location", hidden, spec.Horizon, hasBias: true, range);
            if (spec.Alternatives > 0)
                _gates = new(layout, "head.gates", hidden, spec.Alternatives, hasBias: true, range);
            if (spec.SkipSize > 0)
                _skip = new(layout, "head.skip", new(spec.SkipSize, spec.SkipSize), spec.Horizon, hasBias: false,
                    spec.InitialScale / Math.Sqrt(spec.SkipSize));
        }

        public override HeadState CreateState(int maxRows) => new State(
            (long)maxRows * _quantiles.Width, (long)maxRows * (_location?.Width ?? 0), (long)maxRows * (_gates?.Width ?? 0),
            (long)maxRows * (_skip?.Width ?? 0),
            Math.Max(_quantiles.ScratchLength, Math.Max(_location?.ScratchLength ?? 0, _gates?.ScratchLength ?? 0)));

        public override void Forward(
            T* parameters, HeadState state, T* hidden, nint hiddenRow, int rows, Batch<T> batch, T* outputs)
        {
            var own = (State)state;
            _quantiles.Forward(parameters, hidden, hiddenRow, rows, own.Quantiles.Pointer);
            _location?.Forward(parameters, hidden, hiddenRow, rows, own.Location.Pointer);
            _gates?.Forward(parameters, hidden, hiddenRow, rows, own.Gates.Pointer);
            fixed (T* skip = batch.Skip)
                _skip?.Forward(parameters, skip, _spec.SkipSize, rows, own.Skip.Pointer);
            fixed (T* alternatives = batch.Alternatives)
                for (int row = 0; row < rows; row++)
                    Sum(own, row, alternatives, outputs + row * _spec.Outputs);
        }

        public override void Backward(
            T* parameters, HeadState state, T* hidden, nint hiddenRow, int rows, Batch<T> batch, T* dOutputs, T* gradient,
            T* dHidden)
        {
            var own = (State)state;
            fixed (T* alternatives = batch.Alternatives)
                for (int row = 0; row < rows; row++)
                    SumBackward(own, row, alternatives, dOutputs + row * _spec.Outputs);

            // The states now hold the gradients of what they held.
            ReadOnlySpan<LinearMap<T, TV>?> maps = [_quantiles, _location, _gates];
            ReadOnlySpan<AlignedBuffer<T>> dStates = [own.Quantiles, own.Location, own.Gates];
            for (int i = 0; i < maps.Length; i++)
            {
                maps[i]?.WeightGradient(hidden, hiddenRow, rows, dStates[i].Pointer, gradient);
                maps[i]?.InputGradient(
                    parameters, dStates[i].Pointer, rows, own.Scratch.Pointer, dHidden, accumulate: i > 0);
            }

            fixed (T* skip = batch.Skip)
                _skip?.WeightGradient(skip, _spec.SkipSize, rows, own.Skip.Pointer, gradient);
        }

        /// <summary>dAlternative[h, k] = gate[k] dShift[h];  dSkip = W' dShift, with dShift[h] = sum over q of dOutput[h, q]</summary>
        public override void WindowGradient(
            T* parameters, HeadState state, int rows, T* dOutputs, Span<T> dAlternatives, Span<T> dSkip)
        {
            var own = (State)state;
            int alternatives = _spec.Alternatives, skip = _spec.SkipSize, shifts = rows * _spec.Horizon;
            dSkip.Clear();
            for (int n = 0; n < shifts; n++, dOutputs += _spec.Quantiles)
            {
                int row = n / _spec.Horizon, h = n % _spec.Horizon;
                T dShift = T.Zero;
                for (int q = 0; q < _spec.Quantiles; q++)
                    dShift += dOutputs[q];
                for (int k = 0; k < alternatives; k++)
                    dAlternatives[n * alternatives + k] = own.Gates.Pointer[row * _gates!.Width + k] * dShift;
                for (int i = 0; i < skip && dShift != T.Zero; i++)
                    dSkip[row * skip + i] += _skip!.WeightAt(parameters, h, i) * dShift;
            }
        }

        /// <summary>
        /// output[h, q] = quantile[h, q] + shift[h], with shift[h] = location[h] + sum over k of gate[k] alternative[h, k] + skip[h]
        /// </summary>
        private void Sum(State own, int row, T* alternatives, T* output)
        {
            // alternatives: [batch, horizon, k]
            int k = _spec.Alternatives;
            T* quantile = own.Quantiles.Pointer + row * _quantiles.Width;
            T* gate = _gates is null ? null : own.Gates.Pointer + row * _gates.Width;
            for (int h = 0; h < _spec.Horizon; h++)
            {
                T shift = _location is null ? T.Zero : own.Location.Pointer[row * _location.Width + h];
                T* alternative = alternatives + ((nint)row * _spec.Horizon + h) * k;
                for (int i = 0; i < k; i++)
                    shift += gate[i] * alternative[i];
                if (_skip is not null)
                    shift += own.Skip.Pointer[row * _skip.Width + h];
                T* raw = quantile + h * _spec.Quantiles, to = output + h * _spec.Quantiles;
                if (_spec.Ordered)
                    SumOrdered(raw, shift, to);
                else
                    for (int q = 0; q < _spec.Quantiles; q++)
                        to[q] = raw[q] + shift;
            }
        }

        /// <summary>The middle quantile and the steps from it; adding one shift to all keeps the order, rounded or not.</summary>
        private void SumOrdered(T* raw, T shift, T* output)
        {
            int middle = _spec.Quantiles / 2;
            output[middle] = raw[middle] + shift;
            T quantile = raw[middle];
            for (int q = middle + 1; q < _spec.Quantiles; q++)
                output[q] = (quantile += Links.Softplus(raw[q])) + shift;
            quantile = raw[middle];
            for (int q = middle - 1; q >= 0; q--)
                output[q] = (quantile -= Links.Softplus(raw[q])) + shift;
        }

        /// <summary>A step moves all quantiles beyond it, the middle one moves all. dRaw holds raw and is overwritten.</summary>
        private void OrderedBackward(T* dOutput, T* dRaw)
        {
            int middle = _spec.Quantiles / 2;
            T above = T.Zero, below = T.Zero;
            for (int q = _spec.Quantiles - 1; q > middle; q--)
                dRaw[q] = (above += dOutput[q]) * Links.SoftplusSlope(dRaw[q]);
            for (int q = 0; q < middle; q++)
                dRaw[q] = -(below += dOutput[q]) * Links.SoftplusSlope(dRaw[q]);
            dRaw[middle] = above + below + dOutput[middle];
        }

        /// <summary>dShift[h] = sum over q of dOutput[h, q];  dGate[k] = sum over h of dShift[h] alternative[h, k]</summary>
        private void SumBackward(State own, int row, T* alternatives, T* dOutput)
        {
            int k = _spec.Alternatives;
            T* dQuantile = own.Quantiles.Pointer + row * _quantiles.Width;
            T* dGate = _gates is null ? null : own.Gates.Pointer + row * _gates.Width;
            for (int i = 0; i < k; i++)
                dGate[i] = T.Zero;
            for (int h = 0; h < _spec.Horizon; h++)
            {
                T dShift = T.Zero;
                T* d = dOutput + h * _spec.Quantiles, dRaw = dQuantile + h * _spec.Quantiles;
                for (int q = 0; q < _spec.Quantiles; q++)
                    dShift += d[q];
                if (_spec.Ordered)
                    OrderedBackward(d, dRaw);
                else
                    Unsafe.CopyBlock(dRaw, d, (uint)(_spec.Quantiles * sizeof(T)));
                T* alternative = alternatives + ((nint)row * _spec.Horizon + h) * k;
                for (int i = 0; i < k; i++)
                    dGate[i] += dShift * alternative[i];
                if (_location is not null)
                    own.Location.Pointer[row * _location.Width + h] = dShift;
                if (_skip is not null)
                    own.Skip.Pointer[row * _skip.Width + h] = dShift;
            }
        }

        /// <summary>What each part said, [batch, its width]; in the backward pass the same places take the gradients.</summary>
        private sealed class State(long quantiles, long location, long gates, long skip, int scratch) : HeadState
        {
            public AlignedBuffer<T> Quantiles { get; } = new(quantiles);

            public AlignedBuffer<T> Location { get; } = new(location);

            public AlignedBuffer<T> Gates { get; } = new(gates);

            public AlignedBuffer<T> Skip { get; } = new(skip);

            public AlignedBuffer<T> Scratch { get; } = new(scratch);
        }
    }
}
