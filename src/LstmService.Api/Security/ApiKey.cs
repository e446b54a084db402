using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace LstmService.Api.Security;

/// <summary>
/// A key, <c>lstm_ID_SECRET</c>. The id is no secret and finds the key's row; the secret is 256 random bits. SHA-256 is the
/// right hash for it: slow, salted hashes protect what people think up, and nobody goes through 2^256 secrets.
/// </summary>
/// <param name="Id">Its id, 12 hexadecimal digits.</param>
/// <param name="Text">The whole key, which is shown once and kept nowhere.</param>
internal sealed record ApiKey(string Id, string Text)
{
    private const string Prefix = "lstm_";
    private const int IdBytes = 6, SecretBytes = 32;

    public static ApiKey Generate()
    {
        string id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(IdBytes));
        return new(id, $"{Prefix}{id}_{Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes))}");
    }

    /// <summary>The id in what may be a key; null where it is none.</summary>
    public static string? IdOf(string text) =>
        text.StartsWith(Prefix, StringComparison.Ordinal) && text.IndexOf('_', Prefix.Length) is > 0 and int end ? text[Prefix.Length..end] : null;

    public static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
