using System.Text.Json;
using RetailPulse.Cli.Exits;
using RetailPulse.Cli.Screen;

namespace RetailPulse.Cli.Profiles;

/// <summary>The file with the profiles. It contains keys, so only its owner can read it.</summary>
internal sealed class ProfileFile(string path)
{
    private const string Name = "config.json";

    public string Path => path;

    /// <summary>Returns the file in <c>RETAILPULSE_CONFIG_DIR</c>, otherwise in <c>$XDG_CONFIG_HOME/retailpulse</c>.</summary>
    public static ProfileFile Find(Surroundings surroundings) => new(System.IO.Path.Combine(FolderOf(surroundings), Name));

    /// <summary>Returns the profiles, of which there are none if there is no file.</summary>
    /// <exception cref="CommandException">The file cannot be read.</exception>
    public ProfileSet Read()
    {
        try
        {
            return File.Exists(path)
                ? JsonSerializer.Deserialize(File.ReadAllBytes(path), ProfileJson.Default.ProfileSet) ?? new ProfileSet()
                : new ProfileSet();
        }
        catch (JsonException exception)
        {
            throw CommandException.Usage(
                $"{path} is not valid: {exception.Message}",
                $"Correct the file, or delete it and run: retailpulse login"
            );
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw CommandException.Usage($"{path} cannot be read: {exception.Message}");
        }
    }

    /// <summary>Replaces the file as a whole, so that an interrupted write leaves the previous one.</summary>
    public void Write(ProfileSet profiles)
    {
        try
        {
            var folder = System.IO.Path.GetDirectoryName(path)!;
            var next = $"{path}.{System.Environment.ProcessId}.new";
            if (OperatingSystem.IsWindows())
                Directory.CreateDirectory(folder);
            else
                Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            using (var stream = new FileStream(next, options))
                JsonSerializer.Serialize(stream, profiles, ProfileJson.Default.ProfileSet);
            File.Move(next, path, overwrite: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw CommandException.Usage($"{path} cannot be written: {exception.Message}");
        }
    }

    private static string FolderOf(Surroundings surroundings)
    {
        if (surroundings.Variable("RETAILPULSE_CONFIG_DIR") is { } own)
            return own;
        var home =
            surroundings.Variable("XDG_CONFIG_HOME")
            ?? (
                surroundings.Variable("HOME") is { } user
                    ? System.IO.Path.Combine(user, ".config")
                    : System.Environment.GetFolderPath(System.Environment.SpecialFolder.ApplicationData)
            );
        return System.IO.Path.Combine(home, "retailpulse");
    }
}
