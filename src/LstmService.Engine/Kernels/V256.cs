using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace LstmService.Engine.Kernels;

/// <summary>256 bits of float or double; runs in software, and correctly, where the machine has none so wide.</summary>
internal readonly unsafe struct V256<T>(Vector256<T> lanes) : IVector<V256<T>, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Vector256<T> _lanes = lanes;

    public static int Count => Vector256<T>.Count;

    public static int TileRows => Avx512F.VL.IsSupported ? 6 : 3;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V256<T> Load(T* source) => new(Vector256.Load(source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(V256<T> value, T* destination) => value._lanes.Store(destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V256<T> Broadcast(T value) => new(Vector256.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V256<T> Constant(double value) => typeof(T) == typeof(float)
        ? new(Vector256.Create((float)value).As<float, T>())
        : new(Vector256.Create(value).As<double, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V256<T> MultiplyAdd(V256<T> a, V256<T> b, V256<T> c) => typeof(T) == typeof(float)
        ? new(Vector256.MultiplyAddEstimate(a._lanes.AsSingle(), b._lanes.AsSingle(), c._lanes.AsSingle()).As<float, T>())
        : new(Vector256.MultiplyAddEstimate(a._lanes.AsDouble(), b._lanes.AsDouble(), c._lanes.AsDouble()).As<double, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V256<T> operator +(V256<T> a, V256<T> b) => new(a._lanes + b._lanes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V256<T> operator -(V256<T> a, V256<T> b) => new(a._lanes - b._lanes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V256<T> operator *(V256<T> a, V256<T> b) => new(a._lanes * b._lanes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V256<T> operator /(V256<T> a, V256<T> b) => new(a._lanes / b._lanes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V256<T> SquareRoot(V256<T> a) => new(Vector256.Sqrt(a._lanes));

    // The native operations answer their second operand when one is NaN, so the value stands there.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V256<T> Clamp(V256<T> value, V256<T> low, V256<T> high) =>
        new(Vector256.MinNative(high._lanes, Vector256.MaxNative(low._lanes, value._lanes)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V256<T> Round(V256<T> a) => typeof(T) == typeof(float)
        ? new(Vector256.Round(a._lanes.AsSingle()).As<float, T>())
        : new(Vector256.Round(a._lanes.AsDouble()).As<double, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V256<T> ScaleByPowerOfTwo(V256<T> value, V256<T> power)
    {
        // A float's exponent stands in bits 23..30 with a bias of 127.
        Vector256<int> exponent = Vector256.ConvertToInt32Native(power._lanes.AsSingle());
        Vector256<float> scale = ((exponent + Vector256.Create(127)) << 23).AsSingle();
        return new((value._lanes.AsSingle() * scale).As<float, T>());
    }

    public static V256<T> ExponentialOfEach(V256<T> a)
    {
        T* numbers = stackalloc T[Vector256<T>.Count];
        a._lanes.Store(numbers);
        for (int i = 0; i < Vector256<T>.Count; i++)
            numbers[i] = T.Exp(numbers[i]);
        return new(Vector256.Load(numbers));
    }
}
