using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace LstmService.Engine.Kernels;

/// <summary>128 bits of float or double; runs in software, and correctly, where the machine has none so wide.</summary>
internal readonly unsafe struct V128<T>(Vector128<T> lanes) : IVector<V128<T>, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Vector128<T> _lanes = lanes;

    public static int Count => Vector128<T>.Count;

    public static int TileRows => Avx512F.VL.IsSupported || AdvSimd.IsSupported ? 6 : 3;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128<T> Load(T* source) => new(Vector128.Load(source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(V128<T> value, T* destination) => value._lanes.Store(destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128<T> Broadcast(T value) => new(Vector128.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128<T> Constant(double value) => typeof(T) == typeof(float)
        ? new(Vector128.Create((float)value).As<float, T>())
        : new(Vector128.Create(value).As<double, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128<T> MultiplyAdd(V128<T> a, V128<T> b, V128<T> c) => typeof(T) == typeof(float)
        ? new(Vector128.MultiplyAddEstimate(a._lanes.AsSingle(), b._lanes.AsSingle(), c._lanes.AsSingle()).As<float, T>())
        : new(Vector128.MultiplyAddEstimate(a._lanes.AsDouble(), b._lanes.AsDouble(), c._lanes.AsDouble()).As<double, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128<T> operator +(V128<T> a, V128<T> b) => new(a._lanes + b._lanes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128<T> operator -(V128<T> a, V128<T> b) => new(a._lanes - b._lanes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128<T> operator *(V128<T> a, V128<T> b) => new(a._lanes * b._lanes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128<T> operator /(V128<T> a, V128<T> b) => new(a._lanes / b._lanes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128<T> SquareRoot(V128<T> a) => new(Vector128.Sqrt(a._lanes));

    // The native operations answer their second operand when one is NaN, so the value stands there.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128<T> Clamp(V128<T> value, V128<T> low, V128<T> high) =>
        new(Vector128.MinNative(high._lanes, Vector128.MaxNative(low._lanes, value._lanes)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128<T> Round(V128<T> a) => typeof(T) == typeof(float)
        ? new(Vector128.Round(a._lanes.AsSingle()).As<float, T>())
        : new(Vector128.Round(a._lanes.AsDouble()).As<double, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128<T> ScaleByPowerOfTwo(V128<T> value, V128<T> power)
    {
        // A float's exponent stands in bits 23..30 with a bias of 127.
        Vector128<int> exponent = Vector128.ConvertToInt32Native(power._lanes.AsSingle());
        Vector128<float> scale = ((exponent + Vector128.Create(127)) << 23).AsSingle();
        return new((value._lanes.AsSingle() * scale).As<float, T>());
    }

    public static V128<T> ExponentialOfEach(V128<T> a)
    {
        T* numbers = stackalloc T[Vector128<T>.Count];
        a._lanes.Store(numbers);
        for (int i = 0; i < Vector128<T>.Count; i++)
            numbers[i] = T.Exp(numbers[i]);
        return new(Vector128.Load(numbers));
    }
}
