using System.Text.Json;
using LstmService.Api.Series.Bodies;

namespace LstmService.Api.Series.Json;

/// <summary>
/// A JSON upload taken apart in one pass over the file, in bounded memory: where each item of its <c>series</c> stands, and the
/// rest, which is the body with an empty array there. Both are then read as documents of their own.
/// </summary>
internal sealed class JsonParts
{
    private const int FirstBlock = 64 * 1024;
    private const int OfMembers = 1, OfItems = 2; // depths

    private readonly Spool file;
    private readonly long most;
    private readonly int mostItems;
    private readonly List<Part> items = [];
    private readonly List<Part> rest = [];
    private bool isNamed, isInside;
    private long itemStart, restStart;

    private JsonParts(Spool file, UploadLimits limits) =>
        (this.file, most, mostItems) = (file, Math.Min(limits.MaxJsonBytes, Array.MaxLength), limits.MaxSeries);

    private readonly record struct Part(long Start, long End);

    /// <summary>Items of <c>series</c>, where that is an array.</summary>
    public int Count { get; private set; }

    /// <summary>Does the body lie on disk, so that its series are not all held in memory?</summary>
    public bool IsLarge => file.IsOnDisk;

    /// <summary>The parts; null, with the reason in <paramref name="errors"/>, where the file is no JSON.</summary>
    /// <exception cref="UploadTooLargeException">What is read as one document is too large.</exception>
    public static JsonParts? Of(Spool file, UploadLimits limits, ErrorList errors)
    {
        JsonParts parts = new(file, limits);
        if (file.Text.Invalid is { } invalid) errors.Add("the body is not UTF-8 text", SpoolText.PlaceOf(file, invalid));
        else if (file.Text.IsBlank) parts.rest.Add(new(0, 0));
        else if (parts.Read() is { } place) errors.Add(JsonBody.BrokenAt(place), place);
        return errors.Any ? null : parts;
    }

    /// <summary>The body without the items of its series.</summary>
    public byte[] Rest()
    {
        byte[] text = new byte[Checked(rest.Sum(part => part.End - part.Start))];
        int at = 0;
        foreach (Part part in rest) at += file.Read(part.Start, text.AsSpan(at, (int)(part.End - part.Start)));
        return text;
    }

    /// <summary>An item of <c>series</c>.</summary>
    public JsonDocument Open(int item)
    {
        Part part = items[item];
        byte[] text = new byte[Checked(part.End - part.Start)];
        file.Read(part.Start, text);
        return JsonDocument.Parse(text);
    }

    /// <summary>Goes through the file; where it breaks, or null.</summary>
    private TextPosition? Read()
    {
        byte[] block = new byte[FirstBlock];
        JsonReaderState state = new(new JsonReaderOptions { MaxDepth = JsonBody.MaxDepth });
        long offset = restStart = SpoolText.MarkLength(file);
        long start = offset;
        try
        {
            for (int held = 0; ;)
            {
                held += file.Read(offset + held, block.AsSpan(held));
                bool isLast = offset + held == file.Length;
                Utf8JsonReader reader = new(block.AsSpan(0, held), isLast, state);
                while (reader.Read()) Take(ref reader, offset);
                if (isLast) break;
                state = reader.CurrentState;
                int read = (int)reader.BytesConsumed;
                (offset, held) = (offset + read, held - read);
                block.AsSpan(read, held).CopyTo(block);
                if (held == block.Length) Array.Resize(ref block, (int)Math.Min(2 * Checked(held + 1L), most)); // one long text
            }
        }
        catch (JsonException e)
        {
            long line = e.LineNumber ?? 0;
            return SpoolText.PlaceOf(file, Math.Min(file.Length, (line == 0 ? start : SpoolText.OffsetOf(file, line + 1)) + (e.BytePositionInLine ?? 0)));
        }
        rest.Add(new(restStart, file.Length));
        return null;
    }

    /// <summary>Notes where a token opens or ends a part.</summary>
    private void Take(ref Utf8JsonReader reader, long offset)
    {
        long start = offset + reader.TokenStartIndex, end = offset + reader.BytesConsumed;
        switch (reader.TokenType)
        {
            case JsonTokenType.PropertyName when reader.CurrentDepth == OfMembers:
                isNamed = !reader.ValueIsEscaped && reader.ValueSpan.SequenceEqual("series"u8); // an escaped name is found where the rest is read
                break;
            case JsonTokenType.StartArray when isNamed && reader.CurrentDepth == OfMembers:
                rest.Add(new(restStart, end));
                isInside = true;
                break;
            case JsonTokenType.EndArray when isInside && reader.CurrentDepth == OfMembers:
                restStart = start;
                isInside = false;
                break;
            case JsonTokenType.StartObject or JsonTokenType.StartArray when isInside && reader.CurrentDepth == OfItems:
                itemStart = start;
                break;
            case JsonTokenType.EndObject or JsonTokenType.EndArray when isInside && reader.CurrentDepth == OfItems:
                AddItem(itemStart, end);
                break;
            case not JsonTokenType.PropertyName when isInside && reader.CurrentDepth == OfItems:
                AddItem(start, end);
                break;
        }
    }

    private void AddItem(long start, long end)
    {
        if (++Count <= mostItems) items.Add(new(start, end));
    }

    private long Checked(long bytes) => bytes <= most
        ? bytes
        : throw UploadTooLargeException.OfJson("one series of a JSON body, and what stands beside its series,", most);
}
