using System.Text;
using LstmService.Api.Series.Bodies;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace LstmService.Api.Series;

/// <summary>A multipart form: settings and exactly one file, CSV or Parquet, which may be compressed.</summary>
internal sealed class UploadForm : IDisposable
{
    private const int LongestBoundary = 100; // RFC 2046 allows 70
    private const int LongestField = 10_000;
    private const int MostFields = 200;
    private const int LongestCalendar = 1_000_000;
    private const string Calendar = "calendar"; // a field, or a file of its own

    private readonly Dictionary<string, StringValues> fields = new(StringComparer.Ordinal);
    private int files;

    public IEnumerable<KeyValuePair<string, StringValues>> Fields => fields;

    public Spool? File { get; private set; }

    /// <summary>Is the file Parquet, by its name or type? CSV otherwise.</summary>
    public bool IsParquet { get; private set; }

    /// <summary>The form; not complete, with the reasons in <paramref name="errors"/>, where it cannot be read or has not one file.</summary>
    public static async Task<UploadForm> ReadAsync(Stream body, string boundary, UploadLimits limits, ErrorList errors, CancellationToken cancellation)
    {
        UploadForm form = new();
        if (boundary.Length is 0 or > LongestBoundary)
        {
            errors.Add($"the boundary in the Content-Type must be 1..{LongestBoundary} characters, was {boundary.Length}", "");
            return form;
        }
        Counted counted = new(body);
        try
        {
            MultipartReader reader = new(boundary, counted);
            while (!errors.IsFull && await reader.ReadNextSectionAsync(cancellation) is { } section)
                await form.AddAsync(section, limits, errors, cancellation);
        }
        catch (Exception e) when (e is IOException or InvalidDataException && e is not BadHttpRequestException)
        {
            errors.Add(counted.IsEmpty
                ? "the body is empty; expected a form with one CSV or Parquet file"
                : "the multipart body is broken: its parts must be divided by the boundary that the Content-Type names, and end with it", "");
        }
        if (!errors.Any && form.files != 1) errors.Add($"a form must hold exactly one file, held {form.files}", "file");
        return form;
    }

    public void Dispose() => File?.Dispose();

    private async Task AddAsync(MultipartSection section, UploadLimits limits, ErrorList errors, CancellationToken cancellation)
    {
        if (!ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out ContentDispositionHeaderValue? disposition))
        {
            errors.Add("a part of the form has no Content-Disposition with a name", "");
            return;
        }
        string name = HeaderUtilities.RemoveQuotes(disposition.Name).ToString();
        if (disposition.IsFileDisposition() && name != Calendar)
        {
            if (++files == 1) await AddFileAsync(section, NameOf(disposition), limits, cancellation);
            return;
        }
        int longest = name == Calendar ? LongestCalendar : LongestField;
        byte[] content = new byte[longest + 1];
        int length = await section.Body.ReadAtLeastAsync(content, content.Length, throwOnEndOfStream: false, cancellation);
        if (length > longest) errors.Add($"a field must be at most {longest} bytes, was more", name);
        else if (fields.Count >= MostFields) errors.Add($"a form must hold at most {MostFields} fields", name);
        else fields[name] = StringValues.Concat(fields.GetValueOrDefault(name), Encoding.UTF8.GetString(content, 0, length));
    }

    private async Task AddFileAsync(MultipartSection section, string name, UploadLimits limits, CancellationToken cancellation)
    {
        string encoding = Decompression.OfFile(name);
        IsParquet = Path.GetExtension(name).Equals(".parquet", StringComparison.OrdinalIgnoreCase)
            || section.ContentType?.Contains("parquet", StringComparison.OrdinalIgnoreCase) == true;
        Stream unfolded = Decompression.TryOpen(section.Body, encoding) ?? section.Body;
        File = await Spool.FillAsync(new LimitedStream(unfolded, limits.MaxBytes), limits.Directory, cancellation);
    }

    private static string NameOf(ContentDispositionHeaderValue disposition) =>
        HeaderUtilities.RemoveQuotes(disposition.FileNameStar.Length > 0 ? disposition.FileNameStar : disposition.FileName).ToString();

    /// <summary>Tells a broken body from none.</summary>
    private sealed class Counted(Stream inner) : ReadOnlyStream
    {
        public bool IsEmpty { get; private set; } = true;

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            int read = await inner.ReadAsync(buffer, cancellationToken);
            IsEmpty &= read == 0;
            return read;
        }
    }
}
