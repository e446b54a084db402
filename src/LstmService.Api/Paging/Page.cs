using System.Buffers.Text;
using System.Text;
using LstmService.Api.Problems;
using LstmService.Api.Requests;

namespace LstmService.Api.Paging;

/// <summary>One page of a list.</summary>
/// <param name="Items">The entries.</param>
/// <param name="Next">The cursor of the next page; null on the last.</param>
internal sealed record Page<T>(IReadOnlyList<T> Items, string? Next);

/// <summary>Which page was asked for: <c>?limit=&amp;cursor=</c>.</summary>
/// <param name="Limit">Entries a page.</param>
/// <param name="After">The key of the last entry of the page before; null for the first page.</param>
internal readonly record struct PageRequest(int Limit, string? After)
{
    private const int DefaultLimit = 50;
    private const int MaxLimit = 200;

    /// <summary>Reads <c>limit</c> and <c>cursor</c>; what is wrong with them goes to <paramref name="query"/>.</summary>
    public static PageRequest From(QueryReader query, Func<string, bool> isKey)
    {
        int limit = query.Integer("limit", 1, MaxLimit) ?? DefaultLimit;
        string? cursor = query.Text("cursor");
        if (cursor is null) return new PageRequest(limit, null);
        string? key = Decode(cursor);
        if (key is null || !isKey(key))
        {
            query.Errors.Add(new InputError("cursor must be the 'next' of a page before, as it was answered", "cursor"));
            return new PageRequest(limit, null);
        }
        return new PageRequest(limit, key);
    }

    /// <summary>Makes a page of up to <c>Limit + 1</c> entries: the extra one only says that there is more.</summary>
    public Page<T> Of<TRow, T>(IReadOnlyList<TRow> rows, Func<TRow, string> key, Func<TRow, T> map)
    {
        int count = Math.Min(rows.Count, Limit);
        string? next = rows.Count > Limit ? Base64Url.EncodeToString(Encoding.UTF8.GetBytes(key(rows[count - 1]))) : null;
        return new Page<T>([.. rows.Take(count).Select(map)], next);
    }

    private static string? Decode(string cursor)
    {
        byte[] bytes = new byte[cursor.Length];
        return Base64Url.IsValid(cursor) && Base64Url.TryDecodeFromChars(cursor, bytes, out int written)
            ? Encoding.UTF8.GetString(bytes, 0, written)
            : null;
    }
}
