namespace LstmService.Api.Series.Columns;

/// <summary>Is shown what stands in a column from <paramref name="start"/> on, a block at a time.</summary>
internal delegate void BlockVisitor<T>(int start, ReadOnlySpan<T> block);
