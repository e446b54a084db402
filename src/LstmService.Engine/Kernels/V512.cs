using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
namespace LstmService.Engine.Kernels;

/// <summary>512 bits of float or double; runs in software, and correctly, where the machine has none so wide.</summary>
internal readonly unsafe struct V512<T>(Vector512<T> lanes) : IVector<V512<T>, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Vector512<T> _lanes = lanes;

    public static int Count => Vector512<T>.Count;

    public static int TileRows => 6;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V512<T> Load(T* source) => new(Vector512.Load(source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(V512<T> value, T* destination) => value._lanes.Store(destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V512<T> Broadcast(T value) => new(Vector512.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V512<T> Constant(double value) => typeof(T) == typeof(float)
        ? new(Vector512.Create((float)value).As<float, T>())
        : new(Vector512.Create(value).As<double, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V512<T> MultiplyAdd(V512<T> a, V512<T> b, V512<T> c) => typeof(T) == typeof(float)
        ? new(Vector512.MultiplyAddEstimate(a._lanes.AsSingle(), b._lanes.AsSingle(), c._lanes.AsSingle()).As<float, T>())
        : new(Vector512.MultiplyAddEstimate(a._lanes.AsDouble(), b._lanes.AsDouble(), c._lanes.AsDouble()).As<double, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V512<T> operator +(V512<T> a, V512<T> b) => new(a._lanes + b._lanes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V512<T> operator -(V512<T> a, V512<T> b) => new(a._lanes - b._lanes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V512<T> operator *(V512<T> a, V512<T> b) => new(a._lanes * b._lanes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V512<T> operator /(V512<T> a, V512<T> b) => new(a._lanes / b._lanes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V512<T> SquareRoot(V512<T> a) => new(Vector512.Sqrt(a._lanes));

    // The native operations answer their second operand when one is NaN, so the value stands there.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V512<T> Clamp(V512<T> value, V512<T> low, V512<T> high) =>
        new(Vector512.MinNative(high._lanes, Vector512.MaxNative(low._lanes, value._lanes)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V512<T> Round(V512<T> a) => typeof(T) == typeof(float)
        ? new(Vector512.Round(a._lanes.AsSingle()).As<float, T>())
        : new(Vector512.Round(a._lanes.AsDouble()).As<double, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V512<T> ScaleByPowerOfTwo(V512<T> value, V512<T> power)
    {
        // A float's exponent stands in bits 23..30 with a bias of 127.
        Vector512<int> exponent = Vector512.ConvertToInt32Native(power._lanes.AsSingle());
        Vector512<float> scale = ((exponent + Vector512.Create(127)) << 23).AsSingle();
        return new((value._lanes.AsSingle() * scale).As<float, T>());
    }

    public static V512<T> ExponentialOfEach(V512<T> a)
    {
        T* numbers = stackalloc T[Vector512<T>.Count];
        a._lanes.Store(numbers);
        for (int i = 0; i < Vector512<T>.Count; i++)
            numbers[i] = T.Exp(numbers[i]);
        return new(Vector512.Load(numbers));
    }
}
