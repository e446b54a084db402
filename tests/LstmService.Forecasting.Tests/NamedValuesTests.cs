namespace LstmService.Forecasting.Tests;

public sealed class NamedValuesTests
{
    private readonly NamedValues<double> _values = new(["0.1", "0.5"], [1, 2]);

    [Fact]
    public void A_name_has_its_value()
    {
        Assert.Equal(2, _values["0.5"]);
        Assert.True(_values.ContainsKey("0.1"));
        Assert.False(_values.TryGetValue("0.9", out double none));
        Assert.Equal(0, none);
        Assert.Contains("0.9", Assert.Throws<KeyNotFoundException>(() => _values["0.9"]).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_keep_their_order()
    {
        Assert.Equal([new("0.1", 1), new("0.5", 2)], _values.AsEnumerable());
        Assert.Equal((2, "0.1 0.5", "1 2"), (_values.Count, string.Join(' ', _values.Keys), string.Join(' ', _values.Values)));
    }
}
