using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http.HttpResults;

namespace LstmService.Api.Series;

/// <summary>An upload, or why it was refused: exactly one of the two.</summary>
public sealed record UploadResult
{
    /// <summary>What was read; null where it was refused.</summary>
    public TrainUpload? Upload { get; private init; }

    /// <summary>What to answer instead; null where the upload was read.</summary>
    public ProblemHttpResult? Refusal { get; private init; }

    /// <summary>Was it read?</summary>
    [MemberNotNullWhen(true, nameof(Upload))]
    [MemberNotNullWhen(false, nameof(Refusal))]
    public bool IsRead => Upload is not null;

    internal static UploadResult Read(TrainUpload upload) => new() { Upload = upload };

    internal static UploadResult Refused(ProblemHttpResult refusal) => new() { Refusal = refusal };
}
