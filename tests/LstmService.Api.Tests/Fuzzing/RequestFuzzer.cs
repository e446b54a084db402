using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using NJsonSchema;
using NSwag;

namespace LstmService.Api.Tests.Fuzzing;

/// <summary>
/// Makes requests of the OpenAPI document: any operation, its parameters and example bodies, and then something wrong with some
/// of it, by a seed. Names of models come from a few, so that requests meet what others made and deleted.
/// </summary>
internal sealed class RequestFuzzer(OpenApiDocument document, int seed)
{
    /// <summary>Models that requests may do anything to.</summary>
    public static readonly string[] Models = ["prey", "prey-2", "air-passengers"];

    private const int LongText = 9_000;

    private static readonly string[] Texts =
    [
        "", " ", "0", "-1", "1", "2", "1.5", "1e400", "NaN", "null", "true", "9223372036854775808", "80,95", "80,80", "nothing", "AirPassengers", "value",
        "a\u0000b", "ünïcødé 🦆", "\ud800", "../../etc/passwd", "%2e%2e%2f", "'; drop table runs; --", "<script>", "2026-02-30", "*", "\"x\"",
        "0a1b2c3d-0000-7000-8000-000000000000", new('x', LongText), "1,2,3,4,5,6,7,8,9", "prey", "integratedGradients", "relevance", "1.0", "3.17",
    ];

    private static readonly string[] Types =
        ["application/json", "text/csv", "multipart/form-data; boundary=x", "multipart/form-data", "application/vnd.apache.parquet", "text/plain", "application/json; charset=utf-16", "nonsense", "*/*", "text/event-stream", "application/x-ndjson"];

    private static readonly string[] Encodings = ["gzip", "br", "zstd", "deflate", "identity", "nonsense", "gzip, br"];
    private static readonly string[] Headers = ["Idempotency-Key", "Last-Event-ID", "If-None-Match", "If-Match", "Range", "Accept-Encoding", "Expect", "traceparent", "X-Api-Key"];
    private static readonly string[] Methods = ["GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS", "TRACE"];
    private static readonly string[] OtherPaths = ["/", "/swagger/index.html", "/openapi/v1.json", "/openapi/v2.json", "/metrics", "/page/x/js/main.js", "/nothing", "//", "/models//", "/health"];

    private readonly Random _random = new(seed);
    private readonly OpenApiOperationDescription[] _operations = [.. document.Operations];
    private readonly List<string> _jobs = ["019ab5f2-6c1e-7d4a-9a55-2f0c8f1b7a31"];

    /// <summary>A job that was accepted, for later requests to meet.</summary>
    public void Know(string job)
    {
        if (_jobs.Count < 50) _jobs.Add(job);
        else _jobs[_random.Next(_jobs.Count)] = job;
    }

    public HttpRequestMessage Next()
    {
        if (Chance(0.03)) return new(new HttpMethod(Any(Methods)), new Uri(Any(OtherPaths), UriKind.Relative)) { Content = Chance(0.5) ? Noise() : null };
        OpenApiOperationDescription operation = Any(_operations);
        if (operation is { Path: "/models/{model}", Method: "delete" } && !Chance(0.1)) return Next(); // what is gone answers nothing but 404
        string method = Chance(0.03) ? Any(Methods) : operation.Method.ToUpperInvariant();
        ByteArrayContent? content = operation.Operation.RequestBody is { } body && !Chance(0.03) ? Body(body) : Chance(0.03) ? Noise() : null;
        HttpRequestMessage request = new(new HttpMethod(method), new Uri(Target(operation, content), UriKind.Relative)) { Content = content };
        while (Chance(0.15)) request.Headers.TryAddWithoutValidation(Any(Headers), Line(Text()));
        if (Chance(0.2)) request.Headers.TryAddWithoutValidation("Accept", Any(Types));
        return request;
    }

    private string Target(OpenApiOperationDescription operation, ByteArrayContent? content)
    {
        // settings of a file stand in the query where the file is the body, and nowhere else
        bool takesNone = content?.Headers.ContentType?.MediaType is "application/json" or "multipart/form-data" && !Chance(0.03);
        int optional = operation.Operation.ActualParameters.Count(parameter => parameter.Kind == OpenApiParameterKind.Query && !parameter.IsRequired);
        double share = Math.Min(0.35, 3.0 / Math.Max(1, optional));
        string path = operation.Path;
        StringBuilder query = new();
        foreach (OpenApiParameter parameter in operation.Operation.ActualParameters)
        {
            if (parameter.Kind == OpenApiParameterKind.Path)
                path = path.Replace($"{{{parameter.Name}}}", Escape(Value(parameter)), StringComparison.Ordinal);
            else if (parameter.Kind == OpenApiParameterKind.Query && !takesNone && Chance(parameter.IsRequired ? 0.97 : share))
                Add(parameter.Name, Value(parameter));
        }
        while (Chance(0.04)) Add(Text(), Text());
        return path + query;

        void Add(string name, string value) => query.Append(query.Length == 0 ? '?' : '&').Append(Escape(name)).Append('=').Append(Escape(value));
    }

    private string Value(OpenApiParameter parameter) => parameter.Name switch
    {
        _ when Chance(0.12) => Text(),
        "model" => Any(Models),
        "id" when Chance(0.5) => _jobs[_random.Next(_jobs.Count)],
        _ => parameter.Example is null ? Right(parameter.ActualSchema) : Convert.ToString(parameter.Example, CultureInfo.InvariantCulture)!,
    };

    // what its schema allows
    private string Right(JsonSchema schema)
    {
        if (schema.Enumeration.Count > 0) return Convert.ToString(Any([.. schema.Enumeration]), CultureInfo.InvariantCulture)!;
        if (schema.Type.HasFlag(JsonObjectType.Boolean)) return Chance(0.5) ? "true" : "false";
        if (!schema.Type.HasFlag(JsonObjectType.Integer) && !schema.Type.HasFlag(JsonObjectType.Number)) return Text();
        decimal least = schema.Minimum ?? 0;
        return Math.Min(least + _random.Next(4), schema.Maximum ?? decimal.MaxValue).ToString(CultureInfo.InvariantCulture);
    }

    private ByteArrayContent Body(OpenApiRequestBody body)
    {
        (string type, OpenApiMediaType media) = body.Content.ElementAt(_random.Next(body.Content.Count));
        string example = media.Example is string text ? text : media.Example!.ToString()!;
        byte[] bytes = type switch
        {
            "application/json" => Json(example),
            "multipart/form-data" => Form(JsonNode.Parse(example)!.AsObject()),
            _ => Encoding.UTF8.GetBytes(example),
        };
        if (Chance(0.25)) bytes = Damaged(bytes);
        ByteArrayContent content = Compressed(bytes);
        content.Headers.TryAddWithoutValidation("Content-Type", Chance(0.06) ? Any(Types) : type == "multipart/form-data" ? type + "; boundary=fuzz" : type);
        return content;
    }

    private byte[] Json(string example)
    {
        JsonNode root = JsonNode.Parse(example)!;
        if (root is JsonObject { } named && named.ContainsKey("model")) named["model"] = Any(Models);
        if (root is JsonObject train && train.ContainsKey("series") && Chance(0.5)) train["options"] = new JsonObject { ["members"] = 1, ["epochs"] = 1, ["hidden"] = 4 };
        int changes = Chance(0.3) ? 0 : 1 + _random.Next(3);
        for (int i = 0; i < changes; i++) Change(root);
        string text = root.ToJsonString();
        if (Chance(0.02)) text = Repeat("[", 2_000) + text;
        return Chance(0.02) ? Encoding.Unicode.GetBytes(text) : Encoding.UTF8.GetBytes(text);
    }

    /// <summary>Replaces, removes, adds or repeats something somewhere in a document.</summary>
    private void Change(JsonNode root)
    {
        JsonNode at = root;
        while (Children(at) is { Length: > 0 } children && Chance(0.7)) at = children[_random.Next(children.Length)];
        switch (at)
        {
            case JsonObject members when members.Count > 0:
                string name = members.ElementAt(_random.Next(members.Count)).Key;
                if (Chance(0.3)) members.Remove(name);
                else if (Chance(0.2)) members[Text().Replace('\ud800', '?')] = Odd();
                else members[name] = Odd();
                break;
            case JsonArray items when items.Count > 0:
                if (Chance(0.2)) items.RemoveAt(_random.Next(items.Count));
                else if (Chance(0.2)) for (int i = 0, more = _random.Next(500); i < more; i++) items.Add(items[0]?.DeepClone());
                else items[_random.Next(items.Count)] = Odd();
                break;
            default:
                break;
        }
    }

    private JsonNode? Odd() => _random.Next(12) switch
    {
        0 => null,
        1 => true,
        2 => -1,
        3 => 1e308,
        4 => 1e-320,
        5 => long.MaxValue,
        6 => _random.Next(-3, 200),
        7 => new JsonArray(),
        8 => new JsonArray(1, "a", null, 1e300),
        9 => new JsonObject(),
        10 => _random.NextDouble() * 1000,
        _ => Text().Replace('\ud800', '?'),
    };

    private static JsonNode[] Children(JsonNode node) => node switch
    {
        JsonObject members => [.. members.Select(member => member.Value).OfType<JsonNode>().Where(child => child is JsonObject or JsonArray)],
        JsonArray items => [.. items.OfType<JsonNode>().Where(child => child is JsonObject or JsonArray)],
        _ => [],
    };

    private byte[] Form(JsonObject fields)
    {
        StringBuilder form = new();
        foreach ((string name, JsonNode? value) in fields)
        {
            string file = name == "file" ? $"; filename=\"{Any(["a.csv", "a.csv.gz", "a.parquet", "", "a.csv.zst"])}\"" : "";
            form.Append(CultureInfo.InvariantCulture, $"--fuzz\r\nContent-Disposition: form-data; name=\"{(Chance(0.05) ? Line(Text()) : name)}\"{file}\r\n\r\n");
            form.Append(Chance(0.1) ? Text() : name == "model" ? Any(Models) : (string)value!).Append("\r\n");
        }
        return Encoding.UTF8.GetBytes(form.Append("--fuzz--\r\n").ToString());
    }

    /// <summary>Flips, cuts, repeats or inserts bytes.</summary>
    private byte[] Damaged(byte[] bytes)
    {
        List<byte> damaged = [.. bytes];
        for (int i = 0, times = 1 + _random.Next(4); i < times && damaged.Count > 0; i++)
        {
            int at = _random.Next(damaged.Count);
            switch (_random.Next(5))
            {
                case 0: damaged[at] ^= (byte)(1 << _random.Next(8)); break;
                case 1: damaged.RemoveRange(at, damaged.Count - at); break;
                case 2: damaged.InsertRange(at, damaged.Take(Math.Min(damaged.Count, 2_000)).ToArray()); break;
                case 3: damaged.Insert(at, (byte)_random.Next(256)); break;
                default: damaged.RemoveAt(at); break;
            }
        }
        return [.. damaged];
    }

    private ByteArrayContent Compressed(byte[] bytes)
    {
        if (!Chance(0.08)) return new(bytes);
        string encoding = Any(Encodings);
        using MemoryStream folded = new();
        using (Stream stream = encoding == "br" ? new BrotliStream(folded, CompressionLevel.Fastest, leaveOpen: true) : new GZipStream(folded, CompressionLevel.Fastest, leaveOpen: true))
            stream.Write(Chance(0.1) ? new byte[4_000_000] : bytes);
        byte[] sent = folded.ToArray();
        ByteArrayContent content = new(Chance(0.3) ? Damaged(sent) : sent);
        content.Headers.TryAddWithoutValidation("Content-Encoding", encoding);
        return content;
    }

    private ByteArrayContent Noise()
    {
        byte[] bytes = new byte[_random.Next(Chance(0.02) ? 1_000_000 : 300)];
        _random.NextBytes(bytes);
        ByteArrayContent content = new(bytes);
        content.Headers.TryAddWithoutValidation("Content-Type", Any(Types));
        return content;
    }

    private string Text()
    {
        if (!Chance(0.1)) return Any(Texts);
        char[] text = new char[_random.Next(1, 40)];
        for (int i = 0; i < text.Length; i++) text[i] = (char)_random.Next(1, Chance(0.2) ? 0xd7ff : 0x7f);
        return new(text);
    }

    private bool Chance(double share) => _random.NextDouble() < share;

    private T Any<T>(IReadOnlyList<T> items) => items[_random.Next(items.Count)];

    private static string Escape(string text) => Uri.EscapeDataString(text.Replace('\ud800', '?'));

    // Headers are lines of ASCII; what is no line cannot be sent by this client.
    private static string Line(string text) => new([.. text.Where(c => c is >= ' ' and < '\x7f').Take(4_000)]);

    private static string Repeat(string text, int times) => string.Concat(Enumerable.Repeat(text, times));
}
