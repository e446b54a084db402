namespace LstmService.Engine.Kernels;

/// <summary>
/// Where the elements of a matrix [rows, columns] lie in flat memory: in panels of columns, each stored row by row, so that
/// a product reads a panel from front to back. The last panel may be narrower.
/// </summary>
/// <param name="Offset">The first element's place in the flat parameters.</param>
/// <param name="Rows">Rows: the depth of the product.</param>
/// <param name="Columns">Columns, padded to whole vectors.</param>
/// <param name="PanelWidth">Columns in a full panel: four vectors.</param>
internal readonly record struct PackedMatrix(int Offset, int Rows, int Columns, int PanelWidth)
{
    /// <summary>Elements in all.</summary>
    public int Length => Rows * Columns;

    /// <summary>The width of the panel that starts at this column.</summary>
    public int WidthAt(int start) => Math.Min(PanelWidth, Columns - start);

    /// <summary>The flat place of one element.</summary>
    public int Index(int row, int column)
    {
        int start = column / PanelWidth * PanelWidth;
        return Offset + start * Rows + row * WidthAt(start) + (column - start);
    }
}
