using System.Numerics;
using System.Runtime.CompilerServices;
using LstmService.Engine.Heads;
using LstmService.Engine.Kernels;

namespace LstmService.Engine
{
    /// <summary>output = W h + b</summary>
    public sealed record LinearHeadSpec : HeadSpec
    {
        /// <summary>A head of one output.</summary>
        public LinearHeadSpec()
        {
        }

        /// <summary>A head of so many outputs.</summary>
        /// <param name="size">1..65536.</param>
        public LinearHeadSpec(int size) => Size = size;

        /// <summary>Outputs, 1..65536.</summary>
        public int Size { get; init; } = 1;

        /// <inheritdoc />
        public override int Outputs => Size;

        internal override void Validate(List<string> failures)
        {
            base.Validate(failures);
            Bounds.Check(failures, "outputs", Size, 1, MostOutputs);
        }

        internal override Head<T> Build<T, TV>(ParameterLayout layout, HiddenSize hidden) =>
            new LinearHead<T, TV>(layout, hidden, this);
    }
}

namespace LstmService.Engine.Heads
{
    /// <summary>output = W h + b, tensors <c>head.weight [outputs, hidden]</c> and <c>head.bias [outputs]</c>.</summary>
    internal sealed unsafe class LinearHead<T, TV> : Head<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TV : unmanaged, IVector<TV, T>
    {
        private readonly LinearMap<T, TV> _map;

        public LinearHead(ParameterLayout layout, HiddenSize hidden, LinearHeadSpec spec) =>
            _map = new(layout, "head", hidden, spec.Size, hasBias: true, spec.InitialScale / Math.Sqrt(hidden.Units));

        public override HeadState CreateState(int maxRows) => new State((long)maxRows * _map.Width, _map.ScratchLength);

        public override void Forward(
            T* parameters, HeadState state, T* hidden, nint hiddenRow, int rows, Batch<T> batch, T* outputs)
        {
            var own = (State)state;
            // y: [rows, Width], the outputs with their padding
            T* y = own.Outputs.Pointer;
            _map.Forward(parameters, hidden, hiddenRow, rows, y);
            for (int r = 0; r < rows; r++)
                Unsafe.CopyBlock(outputs + r * _map.Outputs, y + r * _map.Width, (uint)(_map.Outputs * sizeof(T)));
        }

        public override void Backward(
            T* parameters, HeadState state, T* hidden, nint hiddenRow, int rows, Batch<T> batch, T* dOutputs, T* gradient,
            T* dHidden)
        {
            var own = (State)state;
            // dy: [rows, Width]; its padding was 0 after the forward pass and stays so
            T* dy = own.Outputs.Pointer;
            for (int r = 0; r < rows; r++)
                Unsafe.CopyBlock(dy + r * _map.Width, dOutputs + r * _map.Outputs, (uint)(_map.Outputs * sizeof(T)));
            _map.WeightGradient(hidden, hiddenRow, rows, dy, gradient);
            _map.InputGradient(parameters, dy, rows, own.Scratch.Pointer, dHidden, accumulate: false);
        }

        private sealed class State(long outputs, int scratch) : HeadState
        {
            public AlignedBuffer<T> Outputs { get; } = new(outputs);

            public AlignedBuffer<T> Scratch { get; } = new(scratch);
        }
    }
}
