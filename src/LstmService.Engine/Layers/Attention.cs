using System.Numerics;
using System.Runtime.CompilerServices;
using LstmService.Engine.Cells;
using LstmService.Engine.Heads;
using LstmService.Engine.Kernels;

namespace LstmService.Engine.Layers;

/// <summary>Lets a decoder look at all that an encoder answered: one step at a time, forwards and backwards.</summary>
internal abstract unsafe class Attention<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public abstract AttentionState<T> CreateState(int maxBatch, int maxSteps, int maxQueries);

    /// <summary>Prepares the encoder's outputs for a pass.</summary>
    public abstract void Begin(T* parameters, AttentionState<T> state, Sequence<T> encoded, Pass pass, int queries);

    /// <summary>Looks once.</summary>
    /// <param name="parameters">The network's flat parameters.</param>
    /// <param name="state">Begun.</param>
    /// <param name="query">[batch, padded hidden]: the state of the decoder before the step.</param>
    /// <param name="step">The decoder's step.</param>
    /// <param name="context">[batch, true units of the encoder]: overwritten.</param>
    public abstract void Forward(T* parameters, AttentionState<T> state, Sequence<T> query, int step, Sequence<T> context);

    /// <summary>The same step backwards: the encoder's gradient is gathered, that of the query is added to.</summary>
    /// <param name="parameters">The network's flat parameters.</param>
    /// <param name="state">As the forward pass left it.</param>
    /// <param name="step">The decoder's step.</param>
    /// <param name="dContext">[batch, true units of the encoder].</param>
    /// <param name="gradient">Flat like the parameters: v's part is added to.</param>
    /// <param name="dEncoded">[steps, batch, padded width], dense: added to.</param>
    /// <param name="dQuery">[batch, padded hidden], dense: added to.</param>
    public abstract void Backward(
        T* parameters, AttentionState<T> state, int step, Sequence<T> dContext, T* gradient, T* dEncoded, T* dQuery);

    /// <summary>Clears what <see cref="Backward"/> adds to.</summary>
    public abstract void BeginBackward(AttentionState<T> state, T* gradient);

    /// <summary>Completes the gradient once all steps are gone back.</summary>
    /// <param name="parameters">The network's flat parameters.</param>
    /// <param name="state">As <see cref="Backward"/> left it.</param>
    /// <param name="queries">[steps of the decoder, batch, padded hidden]: all that was asked.</param>
    /// <param name="gradient">Flat like the parameters: the maps' part is overwritten.</param>
    /// <param name="dEncoded">Added to.</param>
    public abstract void Finish(T* parameters, AttentionState<T> state, Sequence<T> queries, T* gradient, T* dEncoded);
}

/// <summary>One thread's numbers.</summary>
internal sealed class AttentionState<T>(long keys, long queries, long weights, int scratch, int steps)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>[steps, batch, width of the attention].</summary>
    public AlignedBuffer<T> Keys { get; } = new(keys);

    /// <summary>[steps of the decoder, batch, width of the attention].</summary>
    public AlignedBuffer<T> Queries { get; } = new(queries);

    /// <summary>[steps of the decoder, batch, steps]: how much each step of the encoder weighs.</summary>
    public AlignedBuffer<T> Weights { get; } = new(weights);

    public AlignedBuffer<T> DKeys => field ??= new(keys);

    public AlignedBuffer<T> DQueries => field ??= new(queries);

    /// <summary>[steps]: the gradient of one window's weights.</summary>
    public AlignedBuffer<T> DWeights => field ??= new(steps);

    public AlignedBuffer<T> Scratch => field ??= new(scratch);

    public Sequence<T> Encoded { get; set; }

    public Pass Pass { get; set; } = new(1);

    public int QuerySteps { get; set; }
}

/// <summary>
/// Additive attention (Bahdanau, Cho and Bengio 2015, section 3.1). With s the decoder's state before the step and h(j) what
/// the encoder answered at its step j:
/// <code>
/// u(j) = tanh(Wq s + Wk h(j) + b)
/// e(j) = v . u(j)
/// a = softmax(e)            over the window's own steps
/// context = sum over j of a(j) h(j)
/// </code>
/// Tensors: <c>attention.query.weight [size, hidden]</c>, <c>attention.key.weight [size, encoder's width]</c>,
/// <c>attention.key.bias [size]</c>, <c>attention.score [size]</c>, which is v.
/// </summary>
internal sealed unsafe class AdditiveAttention<T, TV> : Attention<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TV : unmanaged, IVector<TV, T>
{
    private readonly HiddenSize _encoded;
    private readonly LinearMap<T, TV> _query;
    private readonly LinearMap<T, TV> _key;
    private readonly PackedMatrix _score;
    private readonly int _width;

    public AdditiveAttention(ParameterLayout layout, int size, HiddenSize hidden, HiddenSize encoded)
    {
        _encoded = encoded;
        _query = new(layout, "attention.query", hidden, size, hasBias: false, 1 / Math.Sqrt(hidden.Units));
        _key = new(layout, "attention.key", encoded, size, hasBias: true, 1 / Math.Sqrt(encoded.Units));
        _width = _key.Width;
        PackedMatrix score = _score = layout.Reserve(1, _width, _width);
        layout.Name("attention.score", [size], (row, _) => score.Index(0, row), 1 / Math.Sqrt(size));
    }

    public override AttentionState<T> CreateState(int maxBatch, int maxSteps, int maxQueries) => new(
        (long)maxSteps * maxBatch * _width, (long)maxQueries * maxBatch * _width, (long)maxQueries * maxBatch * maxSteps,
        Math.Max(_query.ScratchLength, _key.ScratchLength), maxSteps);

    public override void Begin(T* parameters, AttentionState<T> state, Sequence<T> encoded, Pass pass, int queries)
    {
        (state.Encoded, state.Pass, state.QuerySteps) = (encoded, pass, queries);
        _key.Forward(parameters, encoded.Pointer, encoded.Row, pass.Steps * pass.Count, state.Keys.Pointer);
    }

    public override void Forward(
        T* parameters, AttentionState<T> state, Sequence<T> query, int step, Sequence<T> context)
    {
        int count = state.Pass.Count;
        T* queries = state.Queries.Pointer + (nint)step * count * _width;
        _query.Forward(parameters, query.Pointer, query.Row, count, queries);
        for (int r = 0; r < count; r++)
        {
            T* weights = WeightsOf(state, step, r);
            int length = state.Pass.LengthOf(r);
            for (int j = 0; j < length; j++)
                weights[j] = Score(
                    queries + r * _width, state.Keys.Pointer + ((nint)j * count + r) * _width, parameters + _score.Offset);
            Softmax(weights, length);
            T* c = context.At(r);
            for (int k = 0; k < _encoded.Units; k++)
                c[k] = T.Zero;
            for (int j = 0; j < length; j++)
                for (int k = 0, start = (int)((nint)j * count + r); k < _encoded.Units; k++)
                    c[k] += weights[j] * state.Encoded.At(start)[_encoded.Place(k)];
        }
    }

    public override void BeginBackward(AttentionState<T> state, T* gradient)
    {
        int rows = state.Pass.Count * _width;
        new Span<T>(gradient + _score.Offset, _score.Length).Clear();
        state.DKeys.Span[..(state.Pass.Steps * rows)].Clear();
        state.DQueries.Span[..(state.QuerySteps * rows)].Clear();
    }

    public override void Backward(
        T* parameters, AttentionState<T> state, int step, Sequence<T> dContext, T* gradient, T* dEncoded, T* dQuery)
    {
        int count = state.Pass.Count;
        T* dWeights = state.DWeights.Pointer, dQueries = state.DQueries.Pointer + (nint)step * count * _width;
        for (int r = 0; r < count; r++)
        {
            T* weights = WeightsOf(state, step, r), dc = dContext.At(r);
            int length = state.Pass.LengthOf(r);
            T mean = T.Zero;
            for (int j = 0; j < length; j++)
            {
                int row = j * count + r;
                dWeights[j] = SpreadContext(state.Encoded.At(row), dc, weights[j], dEncoded + (nint)row * _encoded.Padded);
                mean += weights[j] * dWeights[j];
            }

            // softmax backwards: de(j) = a(j) (da(j) - sum over i of a(i) da(i))
            for (int j = 0; j < length; j++)
                ScoreBackward(state, step, j, r, weights[j] * (dWeights[j] - mean), parameters, gradient);
        }

        _query.InputGradient(parameters, dQueries, count, state.Scratch.Pointer, dQuery, accumulate: true);
    }

    public override void Finish(T* parameters, AttentionState<T> state, Sequence<T> queries, T* gradient, T* dEncoded)
    {
        int count = state.Pass.Count, rows = state.Pass.Steps * count;
        _query.WeightGradient(queries.Pointer, queries.Row, state.QuerySteps * count, state.DQueries.Pointer, gradient);
        _key.WeightGradient(state.Encoded.Pointer, state.Encoded.Row, rows, state.DKeys.Pointer, gradient);
        _key.InputGradient(parameters, state.DKeys.Pointer, rows, state.Scratch.Pointer, dEncoded, accumulate: true);
    }

    /// <summary>v . tanh(query + key)</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private T Score(T* query, T* key, T* v)
    {
        TV sum = default;
        for (int i = 0; i < _width; i += TV.Count)
            sum = TV.MultiplyAdd(TV.Load(v + i), Activation.Tanh<T, TV>(TV.Load(query + i) + TV.Load(key + i)), sum);
        T* lanes = stackalloc T[TV.Count];
        TV.Store(sum, lanes);
        T total = T.Zero;
        for (int i = 0; i < TV.Count; i++)
            total += lanes[i];
        return total;
    }

    /// <summary>dv += de u;  d(query + key) = de v (1 - u^2), to both. Padding stays 0, because v and u are 0 there.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void ScoreBackward(AttentionState<T> state, int step, int j, int r, T dScore, T* parameters, T* gradient)
    {
        nint query = ((nint)step * state.Pass.Count + r) * _width, key = ((nint)j * state.Pass.Count + r) * _width;
        T* v = parameters + _score.Offset, dv = gradient + _score.Offset;
        T* dQuery = state.DQueries.Pointer + query, dKey = state.DKeys.Pointer + key;
        TV d = TV.Broadcast(dScore), one = TV.Constant(1.0);
        for (int i = 0; i < _width; i += TV.Count)
        {
            TV u = Activation.Tanh<T, TV>(TV.Load(state.Queries.Pointer + query + i) + TV.Load(state.Keys.Pointer + key + i));
            TV.Store(TV.MultiplyAdd(d, u, TV.Load(dv + i)), dv + i);
            TV before = d * TV.Load(v + i) * (one - u * u);
            TV.Store(TV.Load(dQuery + i) + before, dQuery + i);
            TV.Store(TV.Load(dKey + i) + before, dKey + i);
        }
    }

    /// <summary>dh(j) += a(j) dContext; answers da(j) = dContext . h(j).</summary>
    private T SpreadContext(T* encoded, T* dContext, T weight, T* dEncoded)
    {
        T sum = T.Zero;
        for (int k = 0; k < _encoded.Units; k++)
        {
            int place = _encoded.Place(k);
            sum += dContext[k] * encoded[place];
            dEncoded[place] += weight * dContext[k];
        }

        return sum;
    }

    /// <summary>exp(e(j)) over their sum, the largest taken off first so that none overflows.</summary>
    private static void Softmax(T* scores, int length)
    {
        T largest = scores[0], sum = T.Zero;
        for (int j = 1; j < length; j++)
            largest = T.Max(largest, scores[j]);
        for (int j = 0; j < length; j++)
            sum += scores[j] = T.Exp(scores[j] - largest);
        for (int j = 0; j < length; j++)
            scores[j] /= sum;
    }

    private static T* WeightsOf(AttentionState<T> state, int step, int window) =>
        state.Weights.Pointer + ((nint)step * state.Pass.Count + window) * state.Pass.Steps;
}
