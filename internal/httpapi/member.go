package httpapi

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/crosscase/crosscase"
)

// MemberLine is what an account is in a study.
type MemberLine struct {
	ID    crosscase.RowID `json:"id"`
	Login string          `json:"login"`
	Role  crosscase.Role  `json:"role"`
	Sites []string        `json:"sites,omitempty" doc:"letters of the only sites the member may see; absent is all. Who sees some sites only is told of those"`
}

// MemberList is the members of a study.
type MemberList struct {
	Items []MemberLine `json:"items"`
}

// MemberRole is what an account is to be in a study.
type MemberRole struct {
	Login string         `json:"login"`
	Role  crosscase.Role `json:"role" doc:"principal_investigator, site_lead, field_researcher, coder, transcriber, second_reader, adviser or auditor"`
	Sites []string       `json:"sites,omitempty" doc:"letters of the only sites the member may see; absent is all"`
}

func (a *api) registerMembers() {
	const all = "/api/studies/{study}/members"
	get(a, "list-members", all, "studies", "List the members of a study", a.members)
	register(a, huma.Operation{
		OperationID: "set-member", Method: http.MethodPost, Path: all, Tags: []string{"studies"},
		Summary: "Give an account a role in a study",
	}, func(ctx context.Context, in *struct {
		InStudy
		Body MemberRole
	}) (*struct{}, error) {
		return nil, a.service.SetMember(ctx, in.Study, in.Body.Login, in.Body.Role, in.Body.Sites)
	})
	register(a, huma.Operation{
		OperationID: "remove-member", Method: http.MethodDelete, Path: all + "/{id}", Tags: []string{"studies"},
		Summary: "End a membership",
	}, func(ctx context.Context, in *InRow) (*answer[*crosscase.Change], error) {
		change, err := a.service.Delete(ctx, in.Study, "member", in.ID, false)
		return &answer[*crosscase.Change]{change}, err
	})
}

func (a *api) members(ctx context.Context, in *InStudy) (MemberList, error) {
	out := MemberList{Items: []MemberLine{}}
	rows, err := a.service.List(ctx, in.Study, "member", nil)
	if err != nil {
		return out, err
	}
	accounts, err := a.service.Accounts(ctx)
	if err != nil {
		return out, err
	}
	logins := map[crosscase.AccountID]string{}
	for _, account := range accounts {
		logins[account.ID] = account.Login
	}
	sites, err := a.service.List(ctx, in.Study, "site", nil)
	if err != nil {
		return out, err
	}
	letters := map[crosscase.SiteID]string{}
	for _, row := range sites {
		site := row.(*crosscase.Site)
		letters[site.ID] = site.Letter
	}
	for _, row := range rows {
		m := row.(*crosscase.Member)
		l := MemberLine{ID: m.ID, Login: logins[m.AccountID], Role: m.Role}
		for _, id := range m.Sites {
			if letter, ok := letters[id]; ok {
				l.Sites = append(l.Sites, letter)
			}
		}
		out.Items = append(out.Items, l)
	}
	return out, nil
}
