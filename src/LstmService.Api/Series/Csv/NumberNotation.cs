using System.Text;

namespace LstmService.Api.Series.Csv;

/// <summary>
/// How a file writes its numbers: what stands before the decimals and what between thousands. Unknown until a number leaves no
/// choice, and then the same to the end.
/// </summary>
internal sealed class NumberNotation(char? mark = null)
{
    private string uncertain = "";

    /// <summary><c>.</c> or <c>,</c>, or 0 while nothing tells.</summary>
    public byte Mark { get; private set; } = (byte)(mark ?? '\0');

    /// <summary>What divides thousands; 0 where nothing does so far.</summary>
    public byte Group { get; private set; }

    public bool IsComma => Mark == ',';

    /// <summary>Could the mark not be what divides thousands?</summary>
    public bool IsCertain { get; private set; } = mark is not null;

    /// <summary>How numbers were read, in words; those of most files go without saying.</summary>
    public IEnumerable<string> Changes()
    {
        if (IsComma) yield return "decimals are behind a comma";
        if (uncertain.Length > 0) yield return $"numbers such as {uncertain} were read with decimals behind the point; where it divides thousands, set decimal to comma";
        if (Group != 0) yield return $"thousands are divided by {(Group == ' ' ? "spaces" : Group == '\'' ? "apostrophes" : Group == ',' ? "commas" : "points")}";
    }

    /// <summary>Learns from a number, if nothing is known yet and the number leaves no choice.</summary>
    public void Learn(ReadOnlySpan<byte> field)
    {
        if (Mark != 0) return;
        if (field.Contains((byte)'.') && DecimalNumber.TryParse(field, out _) && !IsAmbiguous(field, (byte)'.')) Know((byte)'.');
        else if (IsDecimalComma(field) && !IsAmbiguous(field, (byte)',')) Know((byte)',');
    }

    /// <summary>The same, where the number has to be read now: a point that may be either is before decimals.</summary>
    public void LearnNow(ReadOnlySpan<byte> field)
    {
        Learn(field);
        if (Mark != 0 || !field.Contains((byte)'.') || field.Contains((byte)',')) return;
        Mark = (byte)'.';
        if (IsAmbiguous(field, (byte)'.')) uncertain = Encoding.UTF8.GetString(field);
    }

    /// <summary>Takes what a number with divided thousands shows; false where the numbers before it showed something else.</summary>
    /// <param name="shown">Its mark before decimals; 0 where it has none.</param>
    /// <param name="group">What divides its thousands.</param>
    public bool Agree(byte shown, byte group)
    {
        if (shown == 0 && group is (byte)'.' or (byte)',') shown = group == '.' ? (byte)',' : (byte)'.';
        if ((Group != 0 && Group != group) || (Mark != 0 && shown != 0 && Mark != shown)) return false;
        if (shown != 0) Know(shown);
        Group = group;
        return true;
    }

    /// <summary>Is it a number but for one comma in it, where a decimal mark may stand?</summary>
    public static bool IsDecimalComma(ReadOnlySpan<byte> field)
    {
        if (field.Count((byte)',') != 1 || field.Length > DecimalNumber.Longest) return false;
        Span<byte> text = stackalloc byte[DecimalNumber.Longest];
        field.Replace(text, (byte)',', (byte)'.');
        return !field.Contains((byte)'.') && DecimalNumber.TryParse(text[..field.Length], out _);
    }

    /// <summary>1,234: thousands or decimals? One to three digits, none of them a leading zero, and three behind the mark.</summary>
    private static bool IsAmbiguous(ReadOnlySpan<byte> field, byte mark)
    {
        field = field.TrimStart("+-"u8);
        int at = field.IndexOf(mark);
        return at is >= 1 and <= 3 && field[0] != '0' && field.Length == at + 4 && !field[(at + 1)..].ContainsAnyExceptInRange((byte)'0', (byte)'9');
    }

    private void Know(byte known) => (Mark, IsCertain) = (known, true);
}
