namespace Strata.Web.Tests.Harness;

/// <summary>Who is signed in: one of each role.</summary>
public enum Member
{
    Viewer,
    Editor,
    Approver,
    Admin,
}
