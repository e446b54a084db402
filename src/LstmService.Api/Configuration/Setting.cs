using System.Globalization;

namespace LstmService.Api.Configuration;

/// <summary>Something an operator may set.</summary>
/// <param name="Name">Its name under <see cref="ServiceOptions.Section"/>.</param>
/// <param name="Unless">What it is unless set, in words.</param>
/// <param name="Allowed">What it may be, in words.</param>
/// <param name="What">What it does, in words.</param>
internal sealed record Setting(string Name, string Unless, string Allowed, string What)
{
    private static readonly ServiceOptions Defaults = new();

    /// <summary>The name in messages.</summary>
    public string FullName => FullNameOf(Name);

    /// <summary>May it be set many times, as <c>Name:0</c>, <c>Name:1</c>?</summary>
    public bool IsList { get; private init; }

    /// <summary>What is wrong with a text that is to become its value; null for nothing.</summary>
    public Func<string, string?> CheckText { get; private init; } = _ => null;

    /// <summary>What is wrong with its value; null for nothing.</summary>
    public Func<ServiceOptions, string?> Check { get; private init; } = _ => null;

    public static string FullNameOf(string name) => $"{ServiceOptions.Section}:{name}";

    public static Setting Whole(string name, Func<ServiceOptions, long> value, long least, long most, string what, string? unless = null) =>
        new(name, unless ?? value(Defaults).ToString(CultureInfo.InvariantCulture), string.Create(CultureInfo.InvariantCulture, $"{least}..{most}"), what)
        {
            CheckText = text => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number) && (number is >= int.MinValue and <= int.MaxValue || most > int.MaxValue)
                ? null
                : string.Create(CultureInfo.InvariantCulture, $"{FullNameOf(name)} must be {least}..{most}, was '{text}'"),
            Check = options => value(options) is var given && given >= least && given <= most
                ? null
                : string.Create(CultureInfo.InvariantCulture, $"{FullNameOf(name)} must be {least}..{most}, was {given}"),
        };

    public static Setting Flag(string name, Func<ServiceOptions, bool> value, string what) =>
        new(name, value(Defaults) ? "true" : "false", "true, false", what)
        {
            CheckText = text => bool.TryParse(text, out _) ? null : $"{FullNameOf(name)} must be true or false, was '{text}'",
        };

    public static Setting Text(string name, string unless, string allowed, string what, Func<ServiceOptions, string?>? check = null) =>
        new(name, unless, allowed, what) { Check = check ?? (_ => null) };

    public static Setting List(string name, string allowed, string what, Func<ServiceOptions, string?> check) =>
        new(name, "none", allowed, what) { IsList = true, Check = check };
}
