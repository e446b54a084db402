using System.Numerics;
using System.Runtime.CompilerServices;

namespace LstmService.Engine.Kernels;

/// <summary>One number: the path of machines without vectors, and the exact one.</summary>
internal readonly unsafe struct Scalar<T>(T number) : IVector<Scalar<T>, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly T _number = number;

    public static int Count => 1;

    public static int TileRows => 3;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<T> Load(T* source) => new(*source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Scalar<T> value, T* destination) => *destination = value._number;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<T> Broadcast(T value) => new(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<T> Constant(double value) => new(T.CreateTruncating(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<T> MultiplyAdd(Scalar<T> a, Scalar<T> b, Scalar<T> c) =>
        new(T.MultiplyAddEstimate(a._number, b._number, c._number));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<T> operator +(Scalar<T> a, Scalar<T> b) => new(a._number + b._number);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<T> operator -(Scalar<T> a, Scalar<T> b) => new(a._number - b._number);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<T> operator *(Scalar<T> a, Scalar<T> b) => new(a._number * b._number);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<T> operator /(Scalar<T> a, Scalar<T> b) => new(a._number / b._number);

    public static Scalar<T> SquareRoot(Scalar<T> a) => new(T.Sqrt(a._number));

    public static Scalar<T> Clamp(Scalar<T> value, Scalar<T> low, Scalar<T> high) =>
        new(T.Clamp(value._number, low._number, high._number));

    public static Scalar<T> Round(Scalar<T> a) => new(T.Round(a._number));

    public static Scalar<T> ScaleByPowerOfTwo(Scalar<T> value, Scalar<T> power) =>
        new(T.ScaleB(value._number, int.CreateTruncating(power._number)));

    public static Scalar<T> ExponentialOfEach(Scalar<T> a) => new(T.Exp(a._number));
}
