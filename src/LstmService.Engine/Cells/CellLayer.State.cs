using System.Numerics;
using LstmService.Engine.Kernels;

namespace LstmService.Engine.Cells;

internal sealed unsafe partial class CellLayer<T, TV, TCell>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TV : unmanaged, IVector<TV, T>
    where TCell : unmanaged, ICell<T, TV>
{
    /// <summary>One thread's numbers; panels first, so that one panel's steps lie together.</summary>
    private sealed class State : LayerState<T>
    {
        private readonly CellLayer<T, TV, TCell> _layer;
        private readonly int _maxBatch;

        public State(CellLayer<T, TV, TCell> layer, int maxBatch, int maxSteps, int stride)
            : base(layer, maxBatch, maxSteps, stride)
        {
            _layer = layer;
            _maxBatch = maxBatch;
            long numbers = (long)maxSteps * maxBatch * Padded, memory = TCell.HasMemory ? 1 : 0;
            Gates = new(numbers * TCell.Columns);
            Memories = new(memory * (maxSteps + (long)Lag) * maxBatch * Padded);
            TanhMemories = new(memory * numbers);
            for (int n = 0; n < (maxSteps + Lag) * maxBatch; n++)
                Rows.Pointer[(nint)n * stride + layer._weights.Rows - 1] = T.One;
        }

        /// <summary>[panels, steps, batch, columns]: activations forwards, gradients backwards.</summary>
        private AlignedBuffer<T> Gates { get; }

        /// <summary>[panels, steps + lag, batch, vector].</summary>
        private AlignedBuffer<T> Memories { get; }

        /// <summary>[panels, steps, batch, vector].</summary>
        private AlignedBuffer<T> TanhMemories { get; }

        /// <summary>[lag, panels, batch, vector]: step t uses t mod lag.</summary>
        public AlignedBuffer<T> DMemory => field ??= new((long)Lag * _maxBatch * Padded);

        public AlignedBuffer<T> HiddenTransposed => field ??= new(_layer._hiddenTransposed.Length);

        public AlignedBuffer<T> InputTransposed => field ??= new(_layer._inputTransposed.Length);

        public T* GatesAt(int panel, int step) => Gates.Pointer + ((nint)panel * Steps + step) * Batch * PanelWidth;

        public T* MemoryAt(int panel, int block) => TCell.HasMemory
            ? Memories.Pointer + ((nint)panel * (Steps + Lag) + block) * Batch * TV.Count
            : null;

        public T* TanhAt(int panel, int step) => TCell.HasMemory
            ? TanhMemories.Pointer + ((nint)panel * Steps + step) * Batch * TV.Count
            : null;

        public T* DMemoryAt(int panel, int step) =>
            DMemory.Pointer + ((nint)(step % Lag) * _layer._panels + panel) * Batch * TV.Count;

        public override void CopyMemory(int block, int window, T* other, bool into)
        {
            for (int i = 0; TCell.HasMemory && i < Padded; i++)
            {
                T* own = MemoryAt(i / TV.Count, block) + window * TV.Count + i % TV.Count;
                if (into)
                    *own = other[i];
                else
                    other[i] = *own;
            }
        }

        public override void CopyDMemory(int block, int window, T* other, bool into)
        {
            for (int i = 0; i < Padded; i++)
            {
                T* own = DMemoryAt(i / TV.Count, block) + window * TV.Count + i % TV.Count;
                if (into)
                    *own += other[i];
                else
                    other[i] = *own;
            }
        }

        public override void CopyColumn(int step, int window, int column, T* other)
        {
            for (int i = 0; i < Padded; i++)
                other[i] = GatesAt(i / TV.Count, step)[window * PanelWidth + column * TV.Count + i % TV.Count];
        }

        protected override void ClearMemory()
        {
            for (int p = 0; TCell.HasMemory && p < _layer._panels; p++)
                new Span<T>(MemoryAt(p, 0), Lag * Batch * TV.Count).Clear();
        }
    }
}
