namespace LstmService.Forecasting.Data;

/// <summary>Sentences about series; what holds for many is said once with their number.</summary>
internal sealed class Notes
{
    private readonly Dictionary<string, (string First, int Count)> _notes = [];

    public void Add(string series, string sentence) =>
        _notes[sentence] = _notes.TryGetValue(sentence, out var note) ? (note.First, note.Count + 1) : (series, 1);

    public IReadOnlyList<string> Sentences(int most)
    {
        List<string> sentences = [.. _notes.Take(most).Select(n => n.Value.Count == 1
            ? $"{n.Value.First}: {n.Key}"
            : $"{n.Value.First} and {n.Value.Count - 1} other series: {n.Key}")];
        if (_notes.Count > most) sentences.Add($"and {_notes.Count - most} more like these");
        return sentences;
    }
}
