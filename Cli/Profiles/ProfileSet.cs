using System.Text.Json.Serialization;

namespace RetailPulse.Cli.Profiles;

/// <summary>The stored profiles.</summary>
internal sealed record ProfileSet
{
    public const string DefaultName = "default";

    /// <summary>Name of the profile that is used unless another is requested.</summary>
    public string Current { get; init; } = DefaultName;

    public IReadOnlyDictionary<string, Profile> Profiles { get; init; } = new Dictionary<string, Profile>();

    public Profile? Find(string name) => Profiles.GetValueOrDefault(name);

    public ProfileSet With(string name, Profile profile) =>
        this with
        {
            Profiles = new SortedDictionary<string, Profile>(Profiles.ToDictionary(), StringComparer.Ordinal) { [name] = profile },
        };
}

/// <summary>The address of a service, and the key for it.</summary>
internal sealed record Profile
{
    public string? Url { get; init; }

    public string? ApiKey { get; init; }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    WriteIndented = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull
)]
[JsonSerializable(typeof(ProfileSet))]
internal sealed partial class ProfileJson : JsonSerializerContext;
