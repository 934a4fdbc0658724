using System.Security.Cryptography;
using RetailPulse.Grains.Secrets;

namespace RetailPulse.Tests.Support.Certificates;

/// <summary>A file of keys, deleted when disposed.</summary>
internal sealed class KeyFile : IDisposable
{
    public KeyFile() => Write(Keys = [NewKey()]);

    public string Path { get; } = System.IO.Path.GetTempFileName();

    public string[] Keys { get; private set; }

    public SecretsOptions Options => new() { KeyFile = Path };

    public static string NewKey() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    public void Write(params string[] keys) => File.WriteAllLines(Path, Keys = keys);

    public void Dispose() => File.Delete(Path);
}
