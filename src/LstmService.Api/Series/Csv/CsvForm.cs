using System.Text;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace LstmService.Api.Series.Csv;

/// <summary>A multipart form: settings and exactly one file.</summary>
internal sealed class CsvForm
{
    private const int LongestBoundary = 100; // RFC 2046 allows 70
    private const int LongestField = 10_000;
    private const int MostFields = 200;
    private const int LongestCalendar = 1_000_000;
    private const string Calendar = "calendar"; // a field, or a file of its own

    private readonly Dictionary<string, StringValues> fields = new(StringComparer.Ordinal);
    private int files;

    public IEnumerable<KeyValuePair<string, StringValues>> Fields => fields;

    public ReadOnlyMemory<byte> File { get; private set; }

    /// <summary>The form; null, with the reasons in <paramref name="errors"/>, where it cannot be read or has not one file.</summary>
    public static async Task<CsvForm?> ReadAsync(ReadOnlyMemory<byte> body, string boundary, ErrorList errors, CancellationToken cancellation)
    {
        if (body.IsEmpty) errors.Add("the body is empty; expected a form with one CSV file", "");
        else if (boundary.Length is 0 or > LongestBoundary)
            errors.Add($"the boundary in the Content-Type must be 1..{LongestBoundary} characters, was {boundary.Length}", "");
        if (errors.Any) return null;
        CsvForm form = new();
        try
        {
            using MemoryStream stream = new(body.ToArray(), writable: false);
            MultipartReader reader = new(boundary, stream);
            while (!errors.IsFull && await reader.ReadNextSectionAsync(cancellation) is { } section)
                await form.AddAsync(section, errors, cancellation);
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            errors.Add("the multipart body is broken: its parts must be divided by the boundary that the Content-Type names, and end with it", "");
        }
        if (!errors.Any && form.files != 1) errors.Add($"a form must hold exactly one file, held {form.files}", "file");
        return errors.Any ? null : form;
    }

    private async Task AddAsync(MultipartSection section, ErrorList errors, CancellationToken cancellation)
    {
        if (!ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out ContentDispositionHeaderValue? disposition))
        {
            errors.Add("a part of the form has no Content-Disposition with a name", "");
            return;
        }
        using MemoryStream content = new();
        await section.Body.CopyToAsync(content, cancellation);
        string name = HeaderUtilities.RemoveQuotes(disposition.Name).ToString();
        if (disposition.IsFileDisposition() && name != Calendar)
        {
            files++;
            File = content.ToArray();
            return;
        }
        if (content.Length > (name == Calendar ? LongestCalendar : LongestField)) errors.Add($"a field must be at most {LongestField} bytes, was {content.Length}", name);
        else if (fields.Count >= MostFields) errors.Add($"a form must hold at most {MostFields} fields", name);
        else fields[name] = StringValues.Concat(fields.GetValueOrDefault(name), Encoding.UTF8.GetString(content.ToArray()));
    }
}
