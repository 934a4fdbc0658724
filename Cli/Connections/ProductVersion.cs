using System.Reflection;

namespace RetailPulse.Cli.Connections;

/// <summary>The version of this program.</summary>
internal static class ProductVersion
{
    /// <summary>Version without build metadata, such as <c>0.1.0</c>.</summary>
    public static string Text { get; } =
        typeof(ProductVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];
}
