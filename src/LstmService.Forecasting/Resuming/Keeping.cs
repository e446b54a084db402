namespace LstmService.Forecasting.Resuming;

/// <summary>How a training is kept while it runs, and from where it goes on. Nothing of it changes the model that comes out.</summary>
public sealed record Keeping
{
    /// <summary>What <see cref="Save"/> was given last by a training of the same request; null starts at the beginning.</summary>
    public byte[]? From { get; init; }

    /// <summary>Is it time to save again? Asked after every few epochs, from several threads, one at a time.</summary>
    public Func<bool>? IsDue { get; init; }

    /// <summary>Takes the whole state of the training, on one of its threads; null keeps nothing.</summary>
    public Action<byte[]>? Save { get; init; }

    /// <summary>Told in words why <see cref="From"/> was not taken up, or why nothing is saved.</summary>
    public Action<string>? Note { get; init; }
}
