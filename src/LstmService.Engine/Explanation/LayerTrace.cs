using System.Numerics;
using LstmService.Engine.Cells;

namespace LstmService.Engine.Explanation;

/// <summary>
/// What one layer, run one way, did to one window: gates and states at each step. All arrays are [steps][units] and stand in
/// the order of the window, also those of a layer that took its steps from the end.
/// </summary>
public sealed class LayerTrace
{
    private readonly Dictionary<Gate, double[][]> _gates = [];

    private LayerTrace(int layer, bool reverse, int steps, int lag)
    {
        (Layer, Reverse, Lag) = (layer, reverse, lag);
        Inputs = new double[steps][];
        Memory = new double[steps][];
        Hidden = new double[steps][];
    }

    /// <summary>Which layer, from 0, the bottom.</summary>
    public int Layer { get; }

    /// <summary>Does it run from the window's end to its beginning?</summary>
    public bool Reverse { get; }

    /// <summary>How many steps back its recurrence reaches.</summary>
    public int Lag { get; }

    /// <summary>The gates the cell has.</summary>
    public IReadOnlyDictionary<Gate, double[][]> Gates => _gates;

    /// <summary>x, what entered, [steps][inputs].</summary>
    public double[][] Inputs { get; }

    /// <summary>c after each step; in a cell without memory the hidden state, which is its memory.</summary>
    public double[][] Memory { get; }

    /// <summary>h after each step.</summary>
    public double[][] Hidden { get; }

    /// <summary>Steps of the window.</summary>
    public int Steps => Hidden.Length;

    /// <summary>Where the step stands in the window that the layer took as number <paramref name="order"/>, and back.</summary>
    internal int PositionOf(int order) => Reverse ? Steps - 1 - order : order;

    internal static unsafe LayerTrace Of<T>(
        Cell cell, RecurrentLayer<T> layer, LayerState<T> state, int steps, int window, (int Layer, bool Reverse) place)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var trace = new LayerTrace(place.Layer, place.Reverse, steps, layer.Lag);
        T* row = stackalloc T[layer.Hidden.Padded];
        foreach ((Gate gate, _, _) in CellGates.Of(cell))
            trace._gates[gate] = new double[steps][];
        for (int order = 0; order < steps; order++)
        {
            int position = trace.PositionOf(order);
            nint number = (nint)order * state.Batch + window;
            T* x = state.Inputs.At(number);
            trace.Inputs[position] = new double[layer.Inputs.Units];
            for (int i = 0; i < layer.Inputs.Units; i++)
                trace.Inputs[position][i] = double.CreateTruncating(x[layer.Inputs.Place(i)]);
            trace.Hidden[position] = Doubles(state.Outputs.At(number), layer.Hidden.Units);
            if (layer.HasMemory)
                state.CopyMemory(order + layer.Lag, window, row, into: false);
            trace.Memory[position] = layer.HasMemory ? Doubles(row, layer.Hidden.Units) : trace.Hidden[position];
            foreach ((Gate gate, int column, bool opposite) in CellGates.Of(cell))
            {
                state.CopyColumn(order, window, column, row);
                double[] values = trace._gates[gate][position] = Doubles(row, layer.Hidden.Units);
                for (int i = 0; opposite && i < values.Length; i++)
                    values[i] = 1 - values[i];
            }
        }

        return trace;
    }

    private static unsafe double[] Doubles<T>(T* row, int units)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var values = new double[units];
        for (int i = 0; i < units; i++)
            values[i] = double.CreateTruncating(row[i]);
        return values;
    }
}
